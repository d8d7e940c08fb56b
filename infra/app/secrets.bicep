// What has no identity to sign in with is kept here and reaches the app by reference: its settings hold names, never values.
param location string
param tags object
param name string
param cacheName string
param webPubSubName string

@secure()
param upstreamSecret string

@secure()
param stripeSecretKey string

@secure()
param stripePlatformWebhookSecret string

@secure()
param stripeConnectWebhookSecret string

@secure()
param twilioAuthToken string

resource cache 'Microsoft.Cache/redisEnterprise@2025-07-01' existing = {
  name: cacheName

  resource database 'databases' existing = {
    name: 'default'
  }
}

resource webPubSub 'Microsoft.SignalRService/webPubSub@2024-03-01' existing = {
  name: webPubSubName
}

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enablePurgeProtection: true
    softDeleteRetentionInDays: 90
  }

  // jwt-private-key is not here: infra/hooks/store-signing-key.sh makes it once and no template ever holds it.
  resource redisUrl 'secrets' = {
    name: 'redis-url'
    properties: {
      value: 'rediss://:${uriComponent(cache::database.listKeys().primaryKey)}@${cache.properties.hostName}:10000/0'
    }
  }

  resource webPubSubConnection 'secrets' = {
    name: 'webpubsub-connection'
    properties: { value: webPubSub.listKeys().primaryConnectionString }
  }

  resource upstream 'secrets' = {
    name: 'webpubsub-upstream-secret'
    properties: { value: upstreamSecret }
  }

  resource stripeKey 'secrets' = {
    name: 'stripe-secret-key'
    properties: { value: stripeSecretKey }
  }

  resource stripePlatformWebhook 'secrets' = {
    name: 'stripe-platform-webhook-secret'
    properties: { value: stripePlatformWebhookSecret }
  }

  resource stripeConnectWebhook 'secrets' = {
    name: 'stripe-connect-webhook-secret'
    properties: { value: stripeConnectWebhookSecret }
  }

  resource twilioToken 'secrets' = {
    name: 'twilio-auth-token'
    properties: { value: twilioAuthToken }
  }
}

output name string = vault.name
