// The rooms: Web PubSub for Socket.IO in serverless mode. It calls the API back under a path that only it knows.
param location string
param tags object
param name string
param units int
param apiOrigin string

@secure()
param upstreamSecret string

var hubName = 'augeo'

resource webPubSub 'Microsoft.SignalRService/webPubSub@2024-03-01' = {
  name: name
  location: location
  tags: tags
  kind: 'SocketIO'
  sku: {
    name: 'Premium_P1'
    tier: 'Premium'
    capacity: units
  }
  properties: {
    // The app verifies the service's signature, which is made with the access key; so the key stays (decision 0010).
    disableLocalAuth: false
    publicNetworkAccess: 'Enabled'
    socketIO: {
      serviceMode: 'Serverless'
    }
  }

  resource hub 'hubs' = {
    name: hubName
    properties: {
      anonymousConnectPolicy: 'deny'
      // No system events: one upstream call per reconnect, the join.
      eventHandlers: [
        {
          urlTemplate: '${apiOrigin}/api/v1/realtime/upstream/${upstreamSecret}'
          userEventPattern: '*'
          systemEvents: []
        }
      ]
    }
  }
}

output name string = webPubSub.name
output host string = webPubSub.properties.hostName
output hub string = hubName
