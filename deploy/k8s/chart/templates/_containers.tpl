{{- /* What every container may, and where its certificate authority stands. */ -}}
{{- define "atendechat.podSecurity" -}}
runAsNonRoot: true
runAsUser: {{ . }}
runAsGroup: {{ . }}
fsGroup: {{ . }}
seccompProfile: {type: RuntimeDefault}
{{- end -}}

{{- define "atendechat.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: {drop: [ALL]}
{{- end -}}

{{- define "atendechat.pullSecrets" -}}
{{- with .Values.images.pullSecrets }}
imagePullSecrets:
{{- range . }}
  - name: {{ . }}
{{- end }}
{{- end }}
{{- end -}}

{{- /* The settings of a service. Takes root and service. */ -}}
{{- define "atendechat.environment" -}}
{{- $name := include "atendechat.name" .root -}}
{{- $fixed := dict
    "HTTP_HOST" "0.0.0.0"
    "HTTP_PORT" "8000"
    "ENVIRONMENT" "production"
    "KAFKA_PARTITIONS" (toString .root.Values.topics.partitions)
    "TRUSTED_PROXIES" .root.Values.podNetwork
    "JWKS_URL" (printf "http://%s-auth-api:8000/api/v1/auth/jwks.json" $name)
-}}
{{- if eq .service "auth" -}}
{{- $_ := set $fixed "CONSOLE_URL" .root.Values.publicUrl -}}
{{- $_ := set $fixed "JWT_KEYS_FILE" "/keys/jwt-keys.json" -}}
{{- else if eq .service "gateway" -}}
{{- $_ := set $fixed "PUBLIC_URL" .root.Values.publicUrl -}}
{{- else if eq .service "reporting" -}}
{{- $urls := list -}}
{{- range $role, $_ := include "atendechat.roles" .root | fromYaml -}}
{{- $urls = append $urls (printf "%s=http://%s-%s:8000/health" (trimSuffix "-api" $role) $name $role) -}}
{{- end -}}
{{- $_ := set $fixed "SYSTEM_HEALTH_URLS" (join "," $urls) -}}
{{- $_ := set $fixed "CONSOLE_URL" .root.Values.publicUrl -}}
{{- end -}}
{{- if or .root.Values.certificateAuthority.configMap .root.Values.certificateAuthority.secret -}}
{{- $_ := set $fixed "KAFKA_CA_FILE" "/etc/atendechat/ca/ca.crt" -}}
{{- $_ := set $fixed "REDIS_CA_FILE" "/etc/atendechat/ca/ca.crt" -}}
{{- end -}}
{{- $settings := mergeOverwrite $fixed .root.Values.settings (get .root.Values.serviceSettings .service) -}}
{{- range $key, $value := $settings }}
- name: {{ $key }}
  value: {{ $value | quote }}
{{- end }}
{{- end -}}

{{- define "atendechat.mounts" -}}
- {name: tmp, mountPath: /tmp}
{{- if eq .service "auth" }}
- {name: signing-keys, mountPath: /keys, readOnly: true}
{{- end }}
{{- if or .root.Values.certificateAuthority.configMap .root.Values.certificateAuthority.secret }}
- {name: certificate-authority, mountPath: /etc/atendechat/ca, readOnly: true}
{{- end }}
{{- end -}}

{{- define "atendechat.volumes" -}}
- name: tmp
  emptyDir: {sizeLimit: 400Mi}
{{- if eq .service "auth" }}
- name: signing-keys
  secret: {secretName: {{ .root.Values.secrets.signingKeys }}}
{{- end }}
{{- with .root.Values.certificateAuthority.configMap }}
- name: certificate-authority
  configMap: {name: {{ . }}}
{{- end }}
{{- with .root.Values.certificateAuthority.secret }}
- name: certificate-authority
  secret: {secretName: {{ . }}}
{{- end }}
{{- end -}}
