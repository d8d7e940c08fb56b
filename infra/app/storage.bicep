// One account, all of it private and without keys: pictures reach guests through Front Door, which signs in as itself (decision 0010).
param location string
param tags object
param name string

var packageName = 'package'

resource account 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: 'Standard_ZRS' }
  properties: {
    allowBlobPublicAccess: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
  }
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2024-01-01' = {
  parent: account
  name: 'default'
  properties: {
    deleteRetentionPolicy: { enabled: true, days: 30 }
    isVersioningEnabled: true
  }

  // Photos of items. Read by Front Door only; nobody may list them.
  resource media 'containers' = {
    name: 'media'
    properties: { publicAccess: 'None' }
  }

  // Receipts. Handed out by the API after it has checked whose they are.
  resource receipts 'containers' = {
    name: 'receipts'
    properties: { publicAccess: 'None' }
  }

  // The package of the function app.
  resource package 'containers' = {
    name: packageName
    properties: { publicAccess: 'None' }
  }
}

resource queues 'Microsoft.Storage/storageAccounts/queueServices@2024-01-01' = {
  parent: account
  name: 'default'

  // Hints to send a text; the row in the database decides.
  resource texts 'queues' = {
    name: 'texts'
  }

  resource textsPoison 'queues' = {
    name: 'texts-poison'
  }

  // Hints to handle an event of Stripe's that is stored in the inbox.
  resource stripeEvents 'queues' = {
    name: 'stripe-events'
  }

  resource stripeEventsPoison 'queues' = {
    name: 'stripe-events-poison'
  }
}

output name string = account.name
output blobEndpoint string = account.properties.primaryEndpoints.blob
output queueEndpoint string = account.properties.primaryEndpoints.queue
output packageContainer string = packageName
