"""The same way with a client that OpenAPI Generator makes from docs/reference/openapi.json:

openapi-generator-cli generate -i docs/reference/openapi.json -g python -o client --package-name listmatch_client
LMG_API_KEY=lmg_live_... PYTHONPATH=client python docs/examples/generated_client.py leads.csv crm.csv results/
"""

import os
import sys
import time
from pathlib import Path

import listmatch_client as client
import requests

HOST = os.environ.get("LMG_API", "http://127.0.0.1:8000/api/v1").removesuffix("/api/v1")


def upload(files: client.FilesApi, path: Path, purpose: client.Purpose) -> str:
    """Announce a file and send its bytes; its id."""
    announced = client.NewFile(
        file_name=path.name, file_size=path.stat().st_size, content_type="text/csv", purpose=purpose
    )
    ticket = files.create_file(announced)
    with path.open("rb") as content:
        requests.put(ticket.upload_url, data=content, headers={"Content-Type": "text/csv"}).raise_for_status()
    return ticket.file_id


def wait_for_file(files: client.FilesApi, file_id: str) -> client.FileDetail:
    """A file once it is ready."""
    while (file := files.get_file(file_id).file).status != client.FileStatus.READY:
        if file.status == client.FileStatus.FAILED:
            raise RuntimeError(file.prepare_error)
        time.sleep(2)
    return file


def wait_for_job(jobs: client.JobsApi, job_id: str) -> client.JobDetail:
    """A job once it is completed."""
    while (job := jobs.get_job(job_id).job).status != client.JobStatus.COMPLETED:
        if job.status == client.JobStatus.FAILED:
            raise RuntimeError(job.error_message)
        time.sleep(2)
    return job


def fetch(url: str, into: Path) -> None:
    """Save what a signed link leads to."""
    answer = requests.get(url)
    answer.raise_for_status()
    into.write_bytes(answer.content)


def main(source: Path, master: Path, into: Path) -> None:
    """The whole way."""
    into.mkdir(parents=True, exist_ok=True)
    settings = client.Configuration(host=HOST, access_token=os.environ["LMG_API_KEY"], retries=5)
    with client.ApiClient(settings) as api:
        files, jobs, reports = client.FilesApi(api), client.JobsApi(api), client.ReportsApi(api)
        print("Key of", client.AccountApi(api).whoami().user.email)
        source_id = upload(files, source, client.Purpose.SOURCE)
        master_id = upload(files, master, client.Purpose.MASTER)
        for file_id in (source_id, master_id):
            file = wait_for_file(files, file_id)
            print(f"{file.name}: {file.row_count} rows, made {file.created_at:%Y-%m-%d}")

        profiles = client.ProfilesApi(api)
        proposed = profiles.suggest_profile(client.ListPair(source_file_id=source_id, master_file_id=master_id))
        profile = profiles.create_profile(client.NewProfile(name=proposed.name, content=proposed.content)).profile

        request = client.NewJob(source_file_id=source_id, master_file_id=master_id, profile_id=profile.id)
        job = wait_for_job(jobs, jobs.create_job(request).job.id)
        figures = job.result_summary
        print(f"{figures['matched']} matched, {figures['review']} to review, {figures['unmatched']} unmatched")
        fetch(job.download_url, into / "results.csv")

        report = reports.get_report(reports.list_reports(job_id=job.id).reports[0].id).report
        print(f"Match rate: {report.rollups['totals']['matchRatePct']} %")
        while (export := reports.export_report(report.id, client.ExportFormat.PDF).actual_instance).status != "ready":
            time.sleep(3)
        fetch(export.download_url, into / "report.pdf")

        try:
            jobs.get_job("no-such-job")
        except client.ApiException as error:
            print(f"An error has a type of its own: {error.status} {error.data.error}")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
