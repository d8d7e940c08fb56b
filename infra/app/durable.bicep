// The backend of the durable orchestrations. It may be lost: reconcile starts again what the database says is open.
param location string
param tags object
param name string

var hubName = 'augeo'

resource scheduler 'Microsoft.DurableTask/schedulers@2025-11-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    sku: {
      name: 'Consumption'
    }
    // An empty list would refuse everybody; who may come in is decided by role (rbac.bicep).
    ipAllowlist: ['0.0.0.0/0']
  }

  resource taskHub 'taskHubs' = {
    name: hubName
  }
}

output schedulerName string = scheduler.name
output endpoint string = scheduler.properties.endpoint
output taskHubName string = hubName
