#!/usr/bin/env bash
# From two lists to verdicts, a report and a PDF: the REST API with nothing but curl and jq.
#
#   LMG_API_KEY=lmg_live_... docs/examples/walkthrough.sh leads.csv crm.csv results/
set -euo pipefail
shopt -s inherit_errexit # a request that fails inside $(...) ends the script too
SOURCE=${1:?name the source list} MASTER=${2:?name the master list behind it} INTO=${3:-.}
: "${LMG_API_KEY:?set it to a key of listmatch keys create}"
ls -- "$SOURCE" "$MASTER" >/dev/null
API=${LMG_API:-http://127.0.0.1:8000/api/v1}

call() { # call METHOD PATH [JSON]: one request; a number of 400 or more ends the script with the server's sentence
  curl --silent --show-error --fail-with-body --retry 5 --request "$1" "$API/$2" \
    --header "Authorization: Bearer $LMG_API_KEY" ${3:+--header "Content-Type: application/json" --data "$3"}
}

upload() { # upload PATH PURPOSE: announce a file, send its bytes straight to the store, print its id
  local ticket
  ticket=$(call POST files "$(jq -n --arg name "$(basename "$1")" --argjson size "$(stat -c %s "$1")" --arg purpose "$2" \
    '{fileName: $name, fileSize: $size, contentType: "text/csv", purpose: $purpose}')")
  curl --silent --show-error --fail --upload-file "$1" --header "Content-Type: text/csv" "$(jq -r .uploadUrl <<<"$ticket")" >&2
  jq -r .fileId <<<"$ticket"
}

wait_for() { # wait_for PATH WHERE WANTED: poll until the status is the wanted one; a failure ends the script with its reason
  local answer status
  while :; do
    answer=$(call GET "$1")
    status=$(jq -r "$2 | .status" <<<"$answer")
    [ "$status" = "$3" ] && break
    [ "$status" = failed ] && { jq -r "$2 | .prepareError // .errorMessage" <<<"$answer" >&2; return 1; }
    sleep 2
  done
  printf '%s' "$answer"
}

mkdir -p "$INTO"
echo "Key of $(call GET whoami | jq -r '"\(.user.email), plan \(.tier)"')"
source_id=$(upload "$SOURCE" source)
master_id=$(upload "$MASTER" master) # once; later jobs name the same id again
for id in "$source_id" "$master_id"; do
  wait_for "files/$id" .file ready | jq -r '"\(.file.name): \(.file.rowCount) rows"'
done

# How to compare: proposed from the two files, kept under a name, and of use for every later job with such lists.
lists=$(jq -n --arg s "$source_id" --arg m "$master_id" '{sourceFileId: $s, masterFileId: $m}')
profile=$(call POST profiles/suggest "$lists" | jq '{name, content}')
profile_id=$(call POST profiles "$profile" | jq -r .profile.id)

job_id=$(call POST jobs "$(jq --arg p "$profile_id" '. + {profileId: $p, matchMode: "best_match"}' <<<"$lists")" | jq -r .job.id)
job=$(wait_for "jobs/$job_id" .job completed)
jq -r '.job.resultSummary | "\(.matched) matched, \(.review) to review, \(.unmatched) unmatched"' <<<"$job"
curl --silent --show-error --fail --output "$INTO/results.csv" "$(jq -r .job.downloadUrl <<<"$job")"

report_id=$(call GET "reports?jobId=$job_id" | jq -r '.reports[0].id')
call GET "reports/$report_id" >"$INTO/report.json"
jq -r '"Match rate: \(.report.rollups.totals.matchRatePct) %"' "$INTO/report.json"

export=$(wait_for "reports/$report_id/export?format=pdf" . ready)
curl --silent --show-error --fail --output "$INTO/report.pdf" "$(jq -r .downloadUrl <<<"$export")"
echo "Written: $INTO/results.csv, report.json and report.pdf"
