// Who acts: the function app, and Front Door when it fetches a picture.
param location string
param tags object
param appIdentityName string
param edgeIdentityName string

resource app 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: appIdentityName
  location: location
  tags: tags
}

resource edge 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: edgeIdentityName
  location: location
  tags: tags
}

output appIdentityId string = app.id
output appPrincipalId string = app.properties.principalId
output appClientId string = app.properties.clientId
output edgeIdentityId string = edge.id
output edgePrincipalId string = edge.properties.principalId
