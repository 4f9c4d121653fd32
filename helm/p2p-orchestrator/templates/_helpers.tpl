{{/* The name of the chart. */}}
{{- define "ringrift.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 50 | trimSuffix "-" }}
{{- end }}

{{/* Start of every name. 50 characters, because pod names and revision labels append to it and end at 63. */}}
{{- define "ringrift.fullname" -}}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 50 | trimSuffix "-" }}
{{- else if contains (include "ringrift.name" .) .Release.Name }}
{{- .Release.Name | trunc 50 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name (include "ringrift.name" .) | trunc 50 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{/* The service that gives each voter a name of its own. */}}
{{- define "ringrift.headless" -}}
{{- include "ringrift.fullname" . }}-headless
{{- end }}

{{- define "ringrift.serviceAccount" -}}
{{- if .Values.serviceAccount.create }}
{{- default (include "ringrift.fullname" .) .Values.serviceAccount.name }}
{{- else }}
{{- default "default" .Values.serviceAccount.name }}
{{- end }}
{{- end }}

{{/* What selects the voters. No version: it must not change in an upgrade. */}}
{{- define "ringrift.selector" -}}
app.kubernetes.io/name: {{ include "ringrift.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: voter
{{- end }}

{{- define "ringrift.labels" -}}
{{ include "ringrift.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end }}

{{- define "ringrift.image" -}}
{{- if .Values.image.digest -}}
{{ .Values.image.repository }}@{{ .Values.image.digest }}
{{- else -}}
{{ .Values.image.repository }}:{{ default .Chart.AppVersion .Values.image.tag }}
{{- end }}
{{- end }}

{{- define "ringrift.raftPort" -}}
{{ add1 .Values.config.port }}
{{- end }}

{{/* a-0=a-0.headless.namespace.svc:port,a-1=... : the HTTP port of each voter. */}}
{{- define "ringrift.voters" -}}
{{- $voters := list }}
{{- range $ordinal := until (int .Values.replicaCount) }}
{{- $pod := printf "%s-%d" (include "ringrift.fullname" $) $ordinal }}
{{- $voters = append $voters (printf "%s=%s.%s.%s.svc:%d" $pod $pod (include "ringrift.headless" $) $.Release.Namespace (int $.Values.config.port)) }}
{{- end }}
{{- join "," $voters }}
{{- end }}

{{- define "ringrift.secret" -}}
{{- required "auth.existingSecret is required: the voters listen on all addresses of their pods, and such a node does not start without a token. Create a secret with the key 'token' and give its name." .Values.auth.existingSecret }}
{{- end }}

{{/*
New voters that merely start would form a majority of their own beside the running cluster, so the number of
voters changes only by a change of membership.
*/}}
{{- define "ringrift.refuseReplicaCountChange" -}}
{{- if .Release.IsUpgrade }}
{{- $running := lookup "apps/v1" "StatefulSet" .Release.Namespace (include "ringrift.fullname" .) }}
{{- if and $running (not .Values.allowReplicaCountChange) }}
{{- if ne (int $running.spec.replicas) (int .Values.replicaCount) }}
{{- fail (printf "replicaCount is %d and this release runs %d voters: the number of voters of a running cluster changes by a change of its membership first. See docs/kubernetes.md; then set allowReplicaCountChange=true." (int .Values.replicaCount) (int $running.spec.replicas)) }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}

{{- define "ringrift.podSecurity" -}}
runAsNonRoot: true
runAsUser: {{ int64 .Values.runAsUser }}
runAsGroup: {{ int64 .Values.runAsUser }}
fsGroup: {{ int64 .Values.runAsUser }}
fsGroupChangePolicy: OnRootMismatch
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{- define "ringrift.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
runAsNonRoot: true
capabilities:
  drop:
    - ALL
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{- define "ringrift.probe" -}}
httpGet:
  path: {{ .path }}
  port: http
periodSeconds: {{ .times.periodSeconds }}
timeoutSeconds: {{ .times.timeoutSeconds }}
failureThreshold: {{ .times.failureThreshold }}
{{- end }}

{{- define "ringrift.antiAffinityTerm" -}}
topologyKey: kubernetes.io/hostname
labelSelector:
  matchLabels:
    {{- include "ringrift.selector" . | nindent 4 }}
{{- end }}
