"""The OpenAPI 3.1 document, made of the declared operations and their models."""

import re
from functools import cache

from flask import Response, jsonify
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from flow import __version__
from flow.staff import Role
from web.api import shapes
from web.api.operations import ANYBODY, OPERATIONS, PREFIX, Operation, blueprint
from web.asking import KEY
from web.errors import PROBLEM

_PART = re.compile(r"<(\w+)>")

Schema = dict[str, object]


@blueprint.get(f"{PREFIX}openapi.json")
def openapi() -> Response:
    """The document itself; no secret in it, so no sign-in before it."""
    return jsonify(document())


@cache
def document() -> Schema:
    """The whole document."""
    paths: dict[str, dict[str, Schema]] = {}
    for one in OPERATIONS:
        paths.setdefault(_PART.sub(r"{\1}", one.path), {})[one.method.lower()] = _operation(one)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Alur",
            "version": __version__,
            "description": "Patient flow at a Puskesmas. A command repeated with the same Idempotency-Key happens once.",
        },
        "servers": [{"url": "/"}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": _schemas(),
        },
    }


def _schemas() -> object:
    models: set[type[BaseModel]] = {shapes.Problem}
    models |= {one.answer for one in OPERATIONS}
    models |= {one.body for one in OPERATIONS if one.body is not None}
    listed = sorted(models, key=lambda model: f"{model.__module__}.{model.__name__}")
    _, definitions = models_json_schema(
        [(model, "validation") for model in listed], ref_template="#/components/schemas/{model}"
    )
    return definitions["$defs"]


def _operation(one: Operation) -> Schema:
    found: Schema = {
        "operationId": one.name,
        "summary": one.summary,
        "parameters": _parameters(one),
        "responses": {
            str(one.status): _done(one),
            "default": _content("Not done, and why", PROBLEM, shapes.Problem),
        },
    }
    if one.body is not None:
        needed = any(field.is_required() for field in one.body.model_fields.values())
        found["requestBody"] = {"required": needed, "content": _json(one.body)}
    if one.roles == ANYBODY:
        found["security"] = []
    else:
        found["x-roles"] = [role.value for role in Role if role in (Role.ADMIN, *one.roles)]
    return found


def _parameters(one: Operation) -> list[Schema]:
    text: Schema = {"type": "string"}
    path: list[Schema] = [
        {"name": name, "in": "path", "required": True, "schema": text}
        for name in _PART.findall(one.path)
    ]
    query: list[Schema] = [
        {"name": name, "in": "query", "description": meaning, "schema": text}
        for name, meaning in one.query.items()
    ]
    key: Schema = {
        "name": KEY,
        "in": "header",
        "description": "The command's id: 1 to 200 visible ASCII characters. A retry with the same one happens once.",
        "schema": {"type": "string", "pattern": "^[!-~]{1,200}$"},
    }
    return [*path, *query, *([key] if one.is_command else [])]


def _done(one: Operation) -> Schema:
    content = _json(one.answer)
    if one.also_as is not None:
        content[one.also_as] = {"schema": {"type": "string"}}
    return {"description": "Done", "content": content}


def _content(description: str, kind: str, model: type[BaseModel]) -> Schema:
    return {"description": description, "content": _json(model, kind)}


def _json(model: type[BaseModel], kind: str = "application/json") -> Schema:
    return {kind: {"schema": {"$ref": f"#/components/schemas/{model.__name__}"}}}
