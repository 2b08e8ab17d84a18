{{- define "atendechat.job" -}}
{{- $root := .root }}
{{- $spec := include "atendechat.jobSpec" . }}
---
apiVersion: batch/v1
kind: Job
metadata:
  name: {{ include "atendechat.name" $root }}-{{ .task }}-{{ sha256sum $spec | trunc 8 }}
  labels: {{- include "atendechat.labels" $root | nindent 4 }}
    app.kubernetes.io/component: {{ .task }}
spec: {{- $spec | nindent 2 }}
{{ end -}}

{{- define "atendechat.jobSpec" -}}
{{- $root := .root -}}
# PostgreSQL or Kafka may still be starting.
backoffLimit: 10
ttlSecondsAfterFinished: 86400
template:
  metadata:
    labels: {{- include "atendechat.labels" $root | nindent 6 }}
      app.kubernetes.io/component: {{ .task }}
  spec:
    restartPolicy: OnFailure
    serviceAccountName: {{ include "atendechat.name" $root }}
    automountServiceAccountToken: false
    enableServiceLinks: false
    securityContext: {{- include "atendechat.podSecurity" 10001 | nindent 6 }}
    {{- include "atendechat.pullSecrets" $root | nindent 4 }}
    containers:
      - name: {{ .task }}
        image: {{ $root.Values.images.repository }}{{ .image }}:{{ include "atendechat.tag" $root }}
        imagePullPolicy: {{ $root.Values.images.pullPolicy }}
        args: {{ .args | toJson }}
        env:
          {{- if .service }}
          {{- include "atendechat.environment" (dict "root" $root "service" .service) | nindent 10 }}
          {{- else }}
          {{- range $key := list "KAFKA_BOOTSTRAP" "KAFKA_SECURITY_PROTOCOL" "KAFKA_SASL_MECHANISM" "KAFKA_TOPIC_PREFIX" "TLS_REQUIRED" }}
          {{- with get $root.Values.settings $key }}
          - {name: {{ $key }}, value: {{ . | quote }}}
          {{- end }}
          {{- end }}
          {{- if or $root.Values.certificateAuthority.configMap $root.Values.certificateAuthority.secret }}
          - {name: KAFKA_CA_FILE, value: /etc/atendechat/ca/ca.crt}
          {{- end }}
          - {name: KAFKA_REPLICATION_FACTOR, value: {{ $root.Values.topics.replicationFactor | quote }}}
          - {name: KAFKA_PARTITIONS, value: {{ $root.Values.topics.partitions | quote }}}
          {{- end }}
        envFrom:
          {{- range .secrets }}
          - secretRef: {name: {{ . }}}
          {{- end }}
        securityContext: {{- include "atendechat.containerSecurity" $root | nindent 10 }}
        resources:
          requests: {cpu: 50m, memory: 128Mi}
          limits: {memory: 384Mi}
        volumeMounts: {{- include "atendechat.mounts" (dict "root" $root "service" .service) | nindent 10 }}
    volumes: {{- include "atendechat.volumes" (dict "root" $root "service" .service) | nindent 6 }}
{{- end -}}
