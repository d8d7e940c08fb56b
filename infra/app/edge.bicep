// Front Door: website, API and pictures from one origin, as onebox/frontdoor does on one machine.
param tags object
param webLocation string
param name string
param staticWebAppName string
param apiHost string
param blobEndpoint string
param roomsHost string
param identityId string

var blobHost = split(blobEndpoint, '/')[2]

// The same headers as onebox/frontdoor/security_headers.py; a test holds the two equal.
var contentSecurityPolicy = join(
  [
    'default-src \'none\''
    'script-src \'self\' https://js.stripe.com'
    'style-src \'self\' \'unsafe-inline\''
    'img-src \'self\' data: blob:'
    'font-src \'self\''
    'media-src \'self\''
    'connect-src \'self\' https://api.stripe.com https://${roomsHost} wss://${roomsHost}'
    'frame-src https://js.stripe.com https://hooks.stripe.com'
    'worker-src \'self\''
    'manifest-src \'self\''
    'base-uri \'none\''
    'form-action \'self\''
    'frame-ancestors \'none\''
  ],
  '; '
)
var pageHeaders = {
  'Content-Security-Policy': contentSecurityPolicy
  'X-Content-Type-Options': 'nosniff'
  'Referrer-Policy': 'no-referrer'
  'Permissions-Policy': 'camera=(self), microphone=(), geolocation=(), payment=(self)'
  'Cross-Origin-Opener-Policy': 'same-origin'
  'X-Frame-Options': 'DENY'
  'Strict-Transport-Security': 'max-age=31536000; includeSubDomains'
}
var pictureHeaders = {
  'Content-Security-Policy': 'default-src \'none\'; style-src \'unsafe-inline\'; sandbox'
  'X-Content-Type-Options': 'nosniff'
}

resource website 'Microsoft.Web/staticSites@2024-04-01' = {
  name: staticWebAppName
  location: webLocation
  tags: union(tags, { 'azd-service-name': 'web' })
  sku: {
    name: 'Standard'
    tier: 'Standard'
  }
  properties: {
    allowConfigFileUpdates: true
  }
}

resource profile 'Microsoft.Cdn/profiles@2025-06-01' = {
  name: name
  location: 'global'
  tags: tags
  sku: {
    name: 'Standard_AzureFrontDoor'
  }
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  properties: {
    originResponseTimeoutSeconds: 60
  }
}

resource endpoint 'Microsoft.Cdn/profiles/afdEndpoints@2025-06-01' = {
  parent: profile
  name: name
  location: 'global'
  tags: tags
  properties: {
    enabledState: 'Enabled'
  }
}

resource apiGroup 'Microsoft.Cdn/profiles/originGroups@2025-06-01' = {
  parent: profile
  name: 'api'
  properties: {
    loadBalancingSettings: {
      sampleSize: 4
      successfulSamplesRequired: 3
    }
    healthProbeSettings: {
      probePath: '/api/v1/health/live'
      probeProtocol: 'Https'
      probeRequestType: 'GET'
      probeIntervalInSeconds: 100
    }
  }

  resource origin 'origins' = {
    name: 'functions'
    properties: {
      hostName: apiHost
      originHostHeader: apiHost
      enforceCertificateNameCheck: true
    }
  }
}

resource mediaGroup 'Microsoft.Cdn/profiles/originGroups@2025-06-01' = {
  parent: profile
  name: 'media'
  properties: {
    loadBalancingSettings: {
      sampleSize: 4
      successfulSamplesRequired: 3
    }
    // The account is private; Front Door reads it as itself.
    authentication: {
      type: 'UserAssignedIdentity'
      scope: 'https://storage.azure.com/.default'
      userAssignedIdentity: { id: identityId }
    }
  }

  resource origin 'origins' = {
    name: 'blobs'
    properties: {
      hostName: blobHost
      originHostHeader: blobHost
      enforceCertificateNameCheck: true
    }
  }
}

resource webGroup 'Microsoft.Cdn/profiles/originGroups@2025-06-01' = {
  parent: profile
  name: 'web'
  properties: {
    loadBalancingSettings: {
      sampleSize: 4
      successfulSamplesRequired: 3
    }
  }

  resource origin 'origins' = {
    name: 'website'
    properties: {
      hostName: website.properties.defaultHostname
      originHostHeader: website.properties.defaultHostname
      enforceCertificateNameCheck: true
    }
  }
}

resource pages 'Microsoft.Cdn/profiles/ruleSets@2025-06-01' = {
  parent: profile
  name: 'pages'

  // A rule takes five actions at most.
  resource headers 'rules' = {
    name: 'headers'
    properties: {
      order: 1
      actions: [
        for header in take(items(pageHeaders), 5): {
          name: 'ModifyResponseHeader'
          parameters: {
            typeName: 'DeliveryRuleHeaderActionParameters'
            headerAction: 'Overwrite'
            headerName: header.key
            value: header.value
          }
        }
      ]
    }
  }

  resource moreHeaders 'rules' = {
    name: 'moreHeaders'
    dependsOn: [headers]
    properties: {
      order: 2
      actions: [
        for header in skip(items(pageHeaders), 5): {
          name: 'ModifyResponseHeader'
          parameters: {
            typeName: 'DeliveryRuleHeaderActionParameters'
            headerAction: 'Overwrite'
            headerName: header.key
            value: header.value
          }
        }
      ]
    }
  }
}

resource pictures 'Microsoft.Cdn/profiles/ruleSets@2025-06-01' = {
  parent: profile
  name: 'pictures'

  resource headers 'rules' = {
    name: 'headers'
    properties: {
      order: 1
      actions: [
        for header in items(pictureHeaders): {
          name: 'ModifyResponseHeader'
          parameters: {
            typeName: 'DeliveryRuleHeaderActionParameters'
            headerAction: 'Overwrite'
            headerName: header.key
            value: header.value
          }
        }
      ]
    }
  }

  // Blob Storage takes a token only from callers that name a version of its API.
  resource version 'rules' = {
    name: 'version'
    dependsOn: [headers]
    properties: {
      order: 2
      actions: [
        {
          name: 'ModifyRequestHeader'
          parameters: {
            typeName: 'DeliveryRuleHeaderActionParameters'
            headerAction: 'Overwrite'
            headerName: 'x-ms-version'
            value: '2023-11-03'
          }
        }
      ]
    }
  }
}

resource apiRoute 'Microsoft.Cdn/profiles/afdEndpoints/routes@2025-06-01' = {
  parent: endpoint
  name: 'api'
  dependsOn: [apiGroup::origin]
  properties: {
    originGroup: { id: apiGroup.id }
    patternsToMatch: ['/api/*']
    supportedProtocols: ['Http', 'Https']
    httpsRedirect: 'Enabled'
    forwardingProtocol: 'HttpsOnly'
    linkToDefaultDomain: 'Enabled'
  }
}

resource mediaRoute 'Microsoft.Cdn/profiles/afdEndpoints/routes@2025-06-01' = {
  parent: endpoint
  name: 'media'
  dependsOn: [mediaGroup::origin, apiRoute]
  properties: {
    originGroup: { id: mediaGroup.id }
    ruleSets: [
      { id: pictures.id }
    ]
    patternsToMatch: ['/media/*']
    supportedProtocols: ['Http', 'Https']
    httpsRedirect: 'Enabled'
    forwardingProtocol: 'HttpsOnly'
    linkToDefaultDomain: 'Enabled'
    cacheConfiguration: {
      queryStringCachingBehavior: 'IgnoreQueryString'
    }
  }
}

resource webRoute 'Microsoft.Cdn/profiles/afdEndpoints/routes@2025-06-01' = {
  parent: endpoint
  name: 'web'
  dependsOn: [webGroup::origin, mediaRoute]
  properties: {
    originGroup: { id: webGroup.id }
    ruleSets: [
      { id: pages.id }
    ]
    patternsToMatch: ['/*']
    supportedProtocols: ['Http', 'Https']
    httpsRedirect: 'Enabled'
    forwardingProtocol: 'HttpsOnly'
    linkToDefaultDomain: 'Enabled'
  }
}

output appUrl string = 'https://${endpoint.properties.hostName}'
output staticWebAppName string = website.name
