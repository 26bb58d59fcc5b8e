#!/bin/sh
# TalkifAI's example "cURL (Form Data)": a multipart form.
exec curl -sS -X POST "$BASE/api/export/conversation" \
  -H "x-api-key: $KEY" \
  -F "conversationId=$CONVERSATION" \
  -F "includeTranscript=true" \
  -F "includeAnalysis=true" \
  -F "includeRecording=true" \
  -o conversation-export.json -w '%{http_code}\n'
