// The function app on Flex Consumption. Its settings are those of shared/settings.py, by name; a test holds the two together.
param location string
param tags object
param name string
param planName string
param maximumInstanceCount int
param alwaysReadyHttp int
param alwaysReadyDurable int
param identityId string
param identityClientId string
param subnetId string
param storageName string
param blobEndpoint string
param queueEndpoint string
param packageContainer string
param keyVaultName string
param postgresHost string
param databaseName string
param webPubSubHub string
param webPubSubUnits int
param twilioAccountSid string
param twilioFrom string
param appUrl string
param apiUrl string
param applicationInsightsConnectionString string
param schedulerEndpoint string
param taskHubName string

var secretPrefix = '@Microsoft.KeyVault(VaultName=${keyVaultName};SecretName='

resource plan 'Microsoft.Web/serverfarms@2024-04-01' = {
  name: planName
  location: location
  tags: tags
  kind: 'functionapp'
  sku: {
    name: 'FC1'
    tier: 'FlexConsumption'
  }
  properties: {
    reserved: true
  }
}

resource app 'Microsoft.Web/sites@2024-04-01' = {
  name: name
  location: location
  tags: union(tags, { 'azd-service-name': 'api' })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    virtualNetworkSubnetId: subnetId
    keyVaultReferenceIdentity: identityId
    functionAppConfig: {
      runtime: {
        name: 'python'
        version: '3.13'
      }
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${blobEndpoint}${packageContainer}'
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identityId
          }
        }
      }
      scaleAndConcurrency: {
        maximumInstanceCount: maximumInstanceCount
        // One core and so one worker process per instance; Flex does not take FUNCTIONS_WORKER_PROCESS_COUNT.
        instanceMemoryMB: 2048
        // Python's default is 1, which would show each instance one bid at a time and leave nothing to batch.
        triggers: {
          http: {
            perInstanceConcurrency: 100
          }
        }
        alwaysReady: [
          {
            name: 'http'
            instanceCount: alwaysReadyHttp
          }
          {
            name: 'durable'
            instanceCount: alwaysReadyDurable
          }
        ]
      }
    }
    siteConfig: {
      minTlsVersion: '1.2'
      http20Enabled: true
    }
  }

  resource settings 'config' = {
    name: 'appsettings'
    properties: {
      // The identity that every SDK signs in with.
      AZURE_CLIENT_ID: identityClientId

      // The host's own storage, without a key.
      AzureWebJobsStorage__accountName: storageName
      AzureWebJobsStorage__credential: 'managedidentity'
      AzureWebJobsStorage__clientId: identityClientId

      APPLICATIONINSIGHTS_CONNECTION_STRING: applicationInsightsConnectionString
      APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'

      // host.json names no backend, so that one machine needs none; here it is the scheduler.
      AzureFunctionsJobHost__extensions__durableTask__hubName: taskHubName
      AzureFunctionsJobHost__extensions__durableTask__storageProvider__type: 'azureManaged'
      AzureFunctionsJobHost__extensions__durableTask__storageProvider__connectionStringName: 'DURABLE_TASK_SCHEDULER_CONNECTION_STRING'
      DURABLE_TASK_SCHEDULER_CONNECTION_STRING: 'Endpoint=${schedulerEndpoint};Authentication=ManagedIdentity;ClientID=${identityClientId}'

      // No password and no key: the app signs in as itself.
      AUGEO_PG_URL: 'postgresql://app@${postgresHost}:5432/${databaseName}'
      AUGEO_PG_POOL_SIZE: '8'
      AUGEO_BID_LANES: '4'
      AUGEO_STORAGE_CONNECTION: 'BlobEndpoint=${blobEndpoint};QueueEndpoint=${queueEndpoint}'
      AUGEO_REDIS_URL: '${secretPrefix}redis-url)'
      AUGEO_WEBPUBSUB_CONNECTION: '${secretPrefix}webpubsub-connection)'
      AUGEO_WEBPUBSUB_HUB: webPubSubHub
      AUGEO_WEBPUBSUB_UPSTREAM_SECRET: '${secretPrefix}webpubsub-upstream-secret)'
      AUGEO_WEBPUBSUB_UNITS: string(webPubSubUnits)
      AUGEO_JWT_PRIVATE_KEY: '${secretPrefix}jwt-private-key)'
      AUGEO_JWT_KEY_ID: '1'
      AUGEO_STRIPE_SECRET_KEY: '${secretPrefix}stripe-secret-key)'
      AUGEO_STRIPE_PLATFORM_WEBHOOK_SECRET: '${secretPrefix}stripe-platform-webhook-secret)'
      AUGEO_STRIPE_CONNECT_WEBHOOK_SECRET: '${secretPrefix}stripe-connect-webhook-secret)'
      AUGEO_TWILIO_ACCOUNT_SID: twilioAccountSid
      AUGEO_TWILIO_AUTH_TOKEN: '${secretPrefix}twilio-auth-token)'
      AUGEO_TWILIO_FROM: twilioFrom
      AUGEO_APP_URL: appUrl
      AUGEO_API_URL: apiUrl
      AUGEO_STAFF_LINKS: 'false'
      AUGEO_LOG_LEVEL: 'INFO'
    }
  }
}

output name string = app.name
