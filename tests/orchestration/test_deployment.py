"""The deployment files: what can be proved of them without running them."""

import json
import re
import subprocess
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml
from dagster._config import process_config, resolve_to_config_type
from dagster._core.instance.config import dagster_instance_config_schema
from dagster_aws.s3.compute_log_manager import S3ComputeLogManager
from jsonschema import Draft202012Validator

from listmatch.settings import CHECKOUT, Settings
from listmatch.workflows.drops.rules import parse_rules
from pipelines.located_instance import LOCATION

DEPLOY = CHECKOUT / "deploy"
SETTINGS = {f"LISTMATCH_{name.upper()}" for name in Settings.model_fields}
OF_COMPOSE = {"LISTMATCH_VERSION", "LISTMATCH_DROPS", "LISTMATCH_RUNS_MEMORY"}
"""Variables that the compose file itself reads."""


def load(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", sorted(DEPLOY.rglob("*.yaml")), ids=lambda path: str(path.relative_to(DEPLOY)))
def test_every_file_is_yaml_and_names_only_settings_that_exist(path: Path) -> None:
    assert load(path)
    named = set(re.findall(r"\bLISTMATCH_[A-Z0-9_]+", path.read_text(encoding="utf-8")))
    assert named <= SETTINGS | OF_COMPOSE


@pytest.mark.parametrize("path", [CHECKOUT / "dagster.yaml", DEPLOY / "dagster.yaml"], ids=["embedded", "production"])
def test_dagster_understands_the_instance_s_configuration(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAGSTER_POSTGRES_URL", "postgresql+psycopg2://made@up/dagster")
    checked = process_config(dagster_instance_config_schema(), load(path))
    assert checked.success, [error.message for error in checked.errors or ()]


def test_the_logs_of_runs_go_to_s3(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAGSTER_LOGS_BUCKET", "made-up")
    config = load(DEPLOY / "dagster.yaml")["compute_logs"]["config"]
    checked = process_config(resolve_to_config_type(S3ComputeLogManager.config_type()), config)
    assert checked.success, [error.message for error in checked.errors or ()]


def test_a_setting_that_dagster_does_not_know_would_be_noticed() -> None:
    assert not process_config(dagster_instance_config_schema(), {"run_monitorin": {}}).success


def test_the_production_instance_differs_from_the_embedded_one_only_where_it_must() -> None:
    embedded, production = load(CHECKOUT / "dagster.yaml"), load(DEPLOY / "dagster.yaml")
    assert {key for key in production if production[key] != embedded.get(key)} == {
        "storage",
        "compute_logs",
        "run_monitoring",
        "retention",
    }


def test_the_services_of_the_compose_file_run_commands_that_exist() -> None:
    services = load(DEPLOY / "compose.yaml")["services"]
    assert set(services) == {"postgres", "api", "worker", "code", "daemon", "web"}
    programs = {service["command"][0] for service in services.values() if "command" in service}
    installed = {path.name for path in (CHECKOUT / ".venv" / "bin").iterdir()}
    assert programs <= installed
    [code] = load(DEPLOY / "workspace.yaml")["load_from"]
    assert code["grpc_server"]["host"] in services
    assert str(code["grpc_server"]["port"]) in services["code"]["command"]


def test_every_workspace_calls_the_code_location_what_recorded_runs_call_it() -> None:
    [local] = load(CHECKOUT / "workspace.yaml")["load_from"]
    [deployed] = load(DEPLOY / "workspace.yaml")["load_from"]
    [charted] = load(DEPLOY / "helm" / "values.yaml")["dagster-user-deployments"]["deployments"]
    names = {local["python_module"]["location_name"], deployed["grpc_server"]["location_name"], charted["name"]}
    assert names == {LOCATION}


def test_dagster_s_storage_names_its_driver() -> None:
    """SQLAlchemy 2.1 takes psycopg 3 for a plain ``postgresql://``, with which dagster-postgres cannot notify."""
    url = load(DEPLOY / "compose.yaml")["x-listmatch"]["environment"]["DAGSTER_POSTGRES_URL"]
    scheme = load(DEPLOY / "helm" / "values.yaml")["postgresql"]["postgresqlScheme"]
    assert {url.partition(":")[0], scheme} == {"postgresql+psycopg2"}


def complaints_about(values: Any) -> list[str]:
    """What the schema beside the values for Helm says against them."""
    schema = json.loads((DEPLOY / "helm" / "values.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return [f"{error.json_path}: {error.message}" for error in Draft202012Validator(schema).iter_errors(values)]


def test_the_values_for_helm_have_the_keys_and_types_of_the_chart() -> None:
    assert complaints_about(load(DEPLOY / "helm" / "values.yaml")) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        pytest.param(("dagsterDaemon", "runRetry"), {}, id="a key that the chart does not have"),
        pytest.param(("dagsterDaemon", "runRetries", "maxRetries"), "2", id="a number as text"),
        pytest.param(("dagsterDaemon", "env", "LIMIT"), 900, id="a variable that is no text"),
        pytest.param(("runLauncher", "config", "k8sRunLauncher", "resources", "limits"), {"memory": "8G i"}, id="unit"),
    ],
)
def test_a_mistake_in_the_values_for_helm_would_be_noticed(path: tuple[str, ...], value: Any) -> None:
    values = deepcopy(load(DEPLOY / "helm" / "values.yaml"))
    inner = values
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    assert len(complaints_about(values)) == 1


def test_what_is_mounted_for_helm_is_a_volume() -> None:
    values = load(DEPLOY / "helm" / "values.yaml")
    pods = [*values["dagster-user-deployments"]["deployments"], values["runLauncher"]["config"]["k8sRunLauncher"]]
    for pod in pods:
        assert {mount["name"] for mount in pod["volumeMounts"]} == {volume["name"] for volume in pod["volumes"]}


def test_the_api_beside_the_chart_has_the_chart_s_image_store_and_secret_and_what_it_mounts() -> None:
    chart, items = load(DEPLOY / "helm" / "values.yaml"), load(DEPLOY / "helm" / "api.yaml")["items"]
    [code] = chart["dagster-user-deployments"]["deployments"]
    deployments = {item["metadata"]["name"]: item["spec"]["template"] for item in items if item["kind"] == "Deployment"}
    assert set(deployments) == {"listmatch-api", "listmatch-worker"}
    for template in deployments.values():
        [container] = template["spec"]["containers"]
        assert container["image"] == f"{code['image']['repository']}:{code['image']['tag']}"
        assert [each["secretRef"] for each in container["envFrom"]] == code["envSecrets"]
        ours, theirs = ({each["name"]: each["value"] for each in env} for env in (container["env"], code["env"]))
        assert {name: ours[name] for name in ("LISTMATCH_HOME", "LISTMATCH_OBJECT_STORE_URL")} == {
            name: theirs[name] for name in ("LISTMATCH_HOME", "LISTMATCH_OBJECT_STORE_URL")
        }
        mounted = {mount["name"] for mount in container["volumeMounts"]}
        assert mounted == {volume["name"] for volume in template["spec"]["volumes"]}
    [service] = [item["spec"] for item in items if item["kind"] == "Service"]
    assert service["selector"] == deployments["listmatch-api"]["metadata"]["labels"]


def test_the_image_copies_only_what_is_there() -> None:
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    sources = [name for line in re.findall(r"^COPY (.+)$", text, re.M) for name in line.split()[:-1]]
    assert sources
    assert not [name for name in sources if not (CHECKOUT / name).exists()]
    assert re.search(r"^USER 10001$", text, re.M)


def test_the_secrets_of_a_deployment_get_into_no_image_and_no_commit() -> None:
    """Passwords and keys lie in deploy/.env, where compose looks for them."""
    assert "**/.env" in (CHECKOUT / ".dockerignore").read_text().splitlines()
    ignored = subprocess.run(["git", "check-ignore", "--quiet", "--no-index", "deploy/.env"], cwd=CHECKOUT)
    assert ignored.returncode == 0


def test_the_shipped_drop_rules_are_none_and_their_example_is_one() -> None:
    text = (DEPLOY / "drops.yaml").read_text(encoding="utf-8")
    assert parse_rules(text, place="drops.yaml") == ()
    example = "\n".join(line.removeprefix("# ") for line in text.splitlines()[1:-1])
    assert [rule.name for rule in parse_rules(example, place="example")] == ["leads"]
