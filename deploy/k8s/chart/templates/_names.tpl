{{- define "atendechat.name" -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- end -}}

{{- define "atendechat.labels" -}}
app.kubernetes.io/name: atendechat
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ include "atendechat.tag" . | trunc 63 | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version | replace "+" "_" }}
{{- end -}}

{{- define "atendechat.tag" -}}
{{- .Values.images.tag | default .Chart.AppVersion -}}
{{- end -}}

{{- define "atendechat.host" -}}
{{- (urlParse .Values.publicUrl).hostname -}}
{{- end -}}
