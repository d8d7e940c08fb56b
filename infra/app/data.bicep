// PostgreSQL, the only truth, and Redis, which may vanish. Both are reached through the network; nobody has a database password.
param location string
param tags object
param zone string
param postgresName string
param cacheName string
param maxConnections int
param administratorId string
param administratorName string
param administratorType string
param endpointSubnetId string
param postgresZoneId string
param cacheZoneId string

var databaseNameOfApp = 'augeo'

resource postgres 'Microsoft.DBforPostgreSQL/flexibleServers@2024-08-01' = {
  name: postgresName
  location: location
  tags: tags
  sku: {
    name: 'Standard_D4ds_v5'
    tier: 'GeneralPurpose'
  }
  properties: {
    version: '17'
    availabilityZone: zone
    highAvailability: {
      mode: 'ZoneRedundant'
    }
    storage: {
      storageSizeGB: 128
      autoGrow: 'Enabled'
    }
    backup: {
      backupRetentionDays: 35
      geoRedundantBackup: 'Disabled'
    }
    authConfig: {
      activeDirectoryAuth: 'Enabled'
      passwordAuth: 'Disabled'
      tenantId: tenant().tenantId
    }
    // No firewall rule is made here: the app comes through the private endpoint, infra/hooks/migrate.sh opens its own address while it runs.
    network: {
      publicNetworkAccess: 'Enabled'
    }
  }

  resource database 'databases' = {
    name: databaseNameOfApp
    properties: {
      charset: 'UTF8'
      collation: 'en_US.utf8'
    }
  }

  resource connections 'configurations' = {
    name: 'max_connections'
    properties: {
      value: string(maxConnections)
      source: 'user-override'
    }
  }
}

// Who deploys owns the schema. One change of the server at a time, hence the order.
resource administrator 'Microsoft.DBforPostgreSQL/flexibleServers/administrators@2024-08-01' = {
  parent: postgres
  name: administratorId
  dependsOn: [postgres::database, postgres::connections]
  properties: {
    principalName: administratorName
    principalType: administratorType
    tenantId: tenant().tenantId
  }
}

resource postgresEndpoint 'Microsoft.Network/privateEndpoints@2024-05-01' = {
  name: '${postgresName}-endpoint'
  location: location
  tags: tags
  properties: {
    subnet: { id: endpointSubnetId }
    privateLinkServiceConnections: [
      {
        name: 'postgres'
        properties: {
          privateLinkServiceId: postgres.id
          groupIds: ['postgresqlServer']
        }
      }
    ]
  }

  resource dns 'privateDnsZoneGroups' = {
    name: 'default'
    properties: {
      privateDnsZoneConfigs: [
        {
          name: 'postgres'
          properties: { privateDnsZoneId: postgresZoneId }
        }
      ]
    }
  }
}

resource cache 'Microsoft.Cache/redisEnterprise@2025-07-01' = {
  name: cacheName
  location: location
  tags: tags
  sku: {
    name: 'Balanced_B1'
  }
  properties: {
    minimumTlsVersion: '1.2'
    publicNetworkAccess: 'Disabled'
  }

  resource database 'databases' = {
    name: 'default'
    properties: {
      clientProtocol: 'Encrypted'
      port: 10000
      // Our scripts touch several keys at once; a cluster would refuse some of them.
      clusteringPolicy: 'NoCluster'
      evictionPolicy: 'VolatileLRU'
      accessKeysAuthentication: 'Enabled'
    }
  }
}

resource cacheEndpoint 'Microsoft.Network/privateEndpoints@2024-05-01' = {
  name: '${cacheName}-endpoint'
  location: location
  tags: tags
  properties: {
    subnet: { id: endpointSubnetId }
    privateLinkServiceConnections: [
      {
        name: 'redis'
        properties: {
          privateLinkServiceId: cache.id
          groupIds: ['redisEnterprise']
        }
      }
    ]
  }

  resource dns 'privateDnsZoneGroups' = {
    name: 'default'
    properties: {
      privateDnsZoneConfigs: [
        {
          name: 'redis'
          properties: { privateDnsZoneId: cacheZoneId }
        }
      ]
    }
  }
}

output postgresName string = postgres.name
output postgresHost string = postgres.properties.fullyQualifiedDomainName
output databaseName string = databaseNameOfApp
output cacheName string = cache.name
