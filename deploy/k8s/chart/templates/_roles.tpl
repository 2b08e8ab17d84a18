{{- /*
The processes of the system. Each has: the service whose settings it gets, the image and its argument; whether it
answers requests of others (port); by what it is scaled (hpa, lag, or nothing) and between how many; how long it takes
to stop; what it must reach beyond its servers; and Kafka's consumer groups that tell how much waits for it.
*/ -}}
{{- define "atendechat.roles" -}}
auth-api: {service: auth, image: auth, argument: api, scaledBy: hpa, replicas: 2, most: 6, world: true}
auth-worker: {service: auth, image: auth, argument: worker, replicas: 1, world: true}
chat-api: {service: chat, image: chat, argument: api, scaledBy: hpa, replicas: 2, most: 10}
chat-realtime: {service: chat, image: chat, argument: realtime, scaledBy: hpa, replicas: 2, most: 10}
chat-worker: {service: chat, image: chat, argument: worker, scaledBy: lag, replicas: 1, world: true, groups: [chat.message.inbound, chat.message.history, chat.delivery.status, chat.shared]}
campaign-api: {service: campaign, image: campaign, argument: api, scaledBy: hpa, replicas: 2, most: 6}
campaign-worker: {service: campaign, image: campaign, argument: worker, scaledBy: lag, replicas: 1, groups: [campaign.message.inbound, campaign.delivery.status, campaign.contact.changed, campaign.shared]}
gateway-api: {service: gateway, image: provider-gateway, argument: api, scaledBy: hpa, replicas: 2, most: 10, world: true}
gateway-worker: {service: gateway, image: provider-gateway, argument: worker, scaledBy: lag, replicas: 1, world: true, stopSeconds: 90, groups: [gateway.campaign.send, gateway.message.outbound, gateway.message.inbound, gateway.message.read, gateway.message.history, gateway.provider.status, gateway.provider.update, gateway.contact.erasure, gateway.shared]}
gateway-sessions: {service: gateway, image: provider-gateway-sessions, argument: sessions, replicas: 1, world: true, stopSeconds: 90, memory: 1Gi, files: true}
reporting-api: {service: reporting, image: reporting, argument: api, scaledBy: hpa, replicas: 2, most: 6}
reporting-worker: {service: reporting, image: reporting, argument: worker, scaledBy: lag, replicas: 1, world: true, groups: [reporting.shared]}
{{- end -}}

{{- /* A role as it is: its line above, and over it what values.roles says. Takes root and name. */ -}}
{{- define "atendechat.role" -}}
{{- $known := get (include "atendechat.roles" .root | fromYaml) .name | default (dict "replicas" 2 "most" 6 "scaledBy" "hpa") -}}
{{- $given := get .root.Values.roles .name | default dict -}}
{{- $role := mergeOverwrite (dict "memory" "384Mi" "stopSeconds" 60 "world" false "files" false "scaledBy" "" "groups" list "most" (int .root.Values.topics.partitions)) $known $given -}}
{{- $role | toYaml -}}
{{- end -}}

{{- define "atendechat.isScaled" -}}
{{- $isHpa := and (eq .role.scaledBy "hpa") .root.Values.autoscaling.hpa -}}
{{- $isLag := and (eq .role.scaledBy "lag") .root.Values.autoscaling.keda -}}
{{- if and (gt (int .role.most) (int .role.replicas)) (or $isHpa $isLag) }}yes{{ end -}}
{{- end -}}

{{- define "atendechat.selector" -}}
app.kubernetes.io/name: atendechat
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .name }}
{{- end -}}
