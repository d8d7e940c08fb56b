// Augeo in one resource group. Every module is one concern; every role assignment is in app/rbac.bicep.
targetScope = 'subscription'

@minLength(1)
@maxLength(20)
@description('Name of the azd environment, such as gala-2026.')
param environmentName string

@minLength(1)
@description('Region of everything. It must offer Flex Consumption, Durable Task Scheduler and availability zones.')
param location string

@description('Region of the static website, which few regions offer.')
param webLocation string = 'westeurope'

@description('Object id of who deploys: migrates the database and stores the signing key.')
param deployerId string

@description('User principal name, or the name of the service principal, of who deploys.')
param deployerName string

@allowed(['User', 'ServicePrincipal', 'Group'])
param deployerType string = 'User'

@description('Zone of the function app\'s neighbours; the database is put there.')
@allowed(['1', '2', '3'])
param zone string = '1'

@secure()
@minLength(32)
@description('Path segment that only the room service knows; infra/hooks/make-secrets.sh makes it.')
param upstreamSecret string

@secure()
param stripeSecretKey string

@secure()
param stripePlatformWebhookSecret string

@secure()
param stripeConnectWebhookSecret string

param twilioAccountSid string

@secure()
param twilioAuthToken string

@description('Number or messaging service that texts come from.')
param twilioFrom string

@description('On-demand instances of each scale group. tests/infra holds the connections they open against the database.')
@minValue(1)
@maxValue(1000)
param maximumInstanceCount int = 10

@description('Instances that wait for the evening: no cold start for the first bid and the first close.')
param alwaysReadyHttp int = 2
param alwaysReadyDurable int = 1

@description('Web PubSub units: 3,000 deliveries a second and 1,000 connections each.')
@minValue(1)
param webPubSubUnits int = 1

param maxConnections int = 1000

var abbreviations = loadJsonContent('abbreviations.json')
var token = toLower(uniqueString(subscription().id, environmentName, location))
var tags = { 'azd-env-name': environmentName }
var functionAppName = '${abbreviations.functionApp}${token}'
var apiOrigin = 'https://${functionAppName}.azurewebsites.net'

resource group 'Microsoft.Resources/resourceGroups@2024-03-01' = {
  name: '${abbreviations.resourceGroup}${environmentName}'
  location: location
  tags: tags
}

module monitoring 'app/monitoring.bicep' = {
  name: 'monitoring'
  scope: group
  params: {
    location: location
    tags: tags
    logAnalyticsName: '${abbreviations.logAnalytics}${token}'
    applicationInsightsName: '${abbreviations.applicationInsights}${token}'
  }
}

module network 'app/network.bicep' = {
  name: 'network'
  scope: group
  params: {
    location: location
    tags: tags
    name: '${abbreviations.virtualNetwork}${token}'
  }
}

module storage 'app/storage.bicep' = {
  name: 'storage'
  scope: group
  params: {
    location: location
    tags: tags
    name: '${abbreviations.storage}${token}'
  }
}

module data 'app/data.bicep' = {
  name: 'data'
  scope: group
  params: {
    location: location
    tags: tags
    zone: zone
    postgresName: '${abbreviations.postgres}${token}'
    cacheName: '${abbreviations.cache}${token}'
    maxConnections: maxConnections
    administratorId: deployerId
    administratorName: deployerName
    administratorType: deployerType
    endpointSubnetId: network.outputs.endpointSubnetId
    postgresZoneId: network.outputs.postgresZoneId
    cacheZoneId: network.outputs.cacheZoneId
  }
}

module rooms 'app/rooms.bicep' = {
  name: 'rooms'
  scope: group
  params: {
    location: location
    tags: tags
    name: '${abbreviations.webPubSub}${token}'
    units: webPubSubUnits
    apiOrigin: apiOrigin
    upstreamSecret: upstreamSecret
  }
}

module secrets 'app/secrets.bicep' = {
  name: 'secrets'
  scope: group
  params: {
    location: location
    tags: tags
    name: '${abbreviations.keyVault}${token}'
    cacheName: data.outputs.cacheName
    webPubSubName: rooms.outputs.name
    upstreamSecret: upstreamSecret
    stripeSecretKey: stripeSecretKey
    stripePlatformWebhookSecret: stripePlatformWebhookSecret
    stripeConnectWebhookSecret: stripeConnectWebhookSecret
    twilioAuthToken: twilioAuthToken
  }
}

module identities 'app/identities.bicep' = {
  name: 'identities'
  scope: group
  params: {
    location: location
    tags: tags
    appIdentityName: '${abbreviations.identity}app-${token}'
    edgeIdentityName: '${abbreviations.identity}edge-${token}'
  }
}

module durable 'app/durable.bicep' = {
  name: 'durable'
  scope: group
  params: {
    location: location
    tags: tags
    name: '${abbreviations.scheduler}${token}'
  }
}

// Before the app: without its roles it cannot read its package or its secrets when it first starts.
module rbac 'app/rbac.bicep' = {
  name: 'rbac'
  scope: group
  params: {
    appPrincipalId: identities.outputs.appPrincipalId
    edgePrincipalId: identities.outputs.edgePrincipalId
    deployerId: deployerId
    deployerType: deployerType
    storageName: storage.outputs.name
    keyVaultName: secrets.outputs.name
    applicationInsightsName: monitoring.outputs.applicationInsightsName
    schedulerName: durable.outputs.schedulerName
  }
}

module edge 'app/edge.bicep' = {
  name: 'edge'
  scope: group
  params: {
    tags: tags
    webLocation: webLocation
    name: '${abbreviations.frontDoor}${token}'
    staticWebAppName: '${abbreviations.staticWebApp}${token}'
    apiHost: '${functionAppName}.azurewebsites.net'
    blobEndpoint: storage.outputs.blobEndpoint
    roomsHost: rooms.outputs.host
    identityId: identities.outputs.edgeIdentityId
  }
}

module api 'app/api.bicep' = {
  name: 'api'
  scope: group
  dependsOn: [rbac]
  params: {
    location: location
    tags: tags
    name: functionAppName
    planName: '${abbreviations.plan}${token}'
    maximumInstanceCount: maximumInstanceCount
    alwaysReadyHttp: alwaysReadyHttp
    alwaysReadyDurable: alwaysReadyDurable
    identityId: identities.outputs.appIdentityId
    identityClientId: identities.outputs.appClientId
    subnetId: network.outputs.functionsSubnetId
    storageName: storage.outputs.name
    blobEndpoint: storage.outputs.blobEndpoint
    queueEndpoint: storage.outputs.queueEndpoint
    packageContainer: storage.outputs.packageContainer
    keyVaultName: secrets.outputs.name
    postgresHost: data.outputs.postgresHost
    databaseName: data.outputs.databaseName
    webPubSubHub: rooms.outputs.hub
    webPubSubUnits: webPubSubUnits
    twilioAccountSid: twilioAccountSid
    twilioFrom: twilioFrom
    appUrl: edge.outputs.appUrl
    apiUrl: '${apiOrigin}/api/v1'
    applicationInsightsConnectionString: monitoring.outputs.applicationInsightsConnectionString
    schedulerEndpoint: durable.outputs.endpoint
    taskHubName: durable.outputs.taskHubName
  }
}

output AZURE_RESOURCE_GROUP string = group.name
output AZURE_KEY_VAULT_NAME string = secrets.outputs.name
output AUGEO_APP_URL string = edge.outputs.appUrl
output AUGEO_API_URL string = '${apiOrigin}/api/v1'
output AUGEO_PG_HOST string = data.outputs.postgresHost
output AUGEO_PG_SERVER string = data.outputs.postgresName
output AUGEO_PG_DATABASE string = data.outputs.databaseName
output AUGEO_APP_PRINCIPAL_ID string = identities.outputs.appPrincipalId
output SERVICE_API_NAME string = api.outputs.name
output SERVICE_WEB_NAME string = edge.outputs.staticWebAppName
