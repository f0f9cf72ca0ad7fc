from tests import cast as people


def described(client):
    return client.get("/api/v1/openapi.json").get_json()


def test_the_description_is_openapi_3_1_with_tokens(client, cast):
    spec = described(client)

    assert spec["openapi"].startswith("3.1")
    assert spec["components"]["securitySchemes"]["bearer"] == {"type": "http", "scheme": "bearer"}
    assert spec["security"] == [{"bearer": []}]


def test_every_operation_says_how_it_refuses_and_what_it_takes(client, cast):
    spec = described(client)
    write, listing = spec["paths"]["/api/v1/notes"]["post"], spec["paths"]["/api/v1/notes"]["get"]

    assert write["summary"] == "写一张便条"
    assert "Idempotency-Key" in [parameter["name"] for parameter in write["parameters"]]
    assert write["requestBody"]["content"]["application/json"]["schema"]
    assert set(write["responses"]) == {"201", "422", "default"}
    for status in ("422", "default"):
        assert write["responses"][status]["content"]["application/json"]["schema"]["$ref"].endswith("/Failure")
    assert {parameter["name"] for parameter in listing["parameters"]} == {"page", "perPage"}


def test_every_reference_in_the_description_leads_somewhere(client, cast):
    spec = described(client)

    def references(node):
        if isinstance(node, dict):
            yield from ([node["$ref"]] if "$ref" in node else [])
            node = list(node.values())
        if isinstance(node, list):
            for inner in node:
                yield from references(inner)

    for reference in references(spec):
        target = spec
        for part in reference.removeprefix("#/").split("/"):
            target = target[part]


def test_the_explorer_loads_only_our_own_files(client, cast):
    page = client.get("/api/docs").get_data(as_text=True)

    assert "/static/explorer.js" in page and "/static/dist/swagger/swagger-ui-bundle.js" in page
    assert "https://" not in page and "<script>" not in page
    assert client.get("/static/explorer.js").status_code == 200


def test_the_explorer_shows_nothing_of_anybodys_cases(client, cast):
    page = client.get("/api/docs", headers=cast.bearer(people.OTHER_TOWN)).get_data(as_text=True)

    assert "上河村" not in page
