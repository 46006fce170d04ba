"""The register of the API: what each route takes, answers and demands, declared where its view stands.

The declaration is what runs (roles, body and status are enforced from it) and what the OpenAPI document is made of.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, jsonify
from pydantic import BaseModel

from flow.staff import PEOPLE, Role
from web.asking import canonical_body
from web.auth import require

PREFIX = "/api/v1/"
ANYBODY: tuple[Role, ...] = ()  # no sign-in
EVERYBODY = PEOPLE
AT_THE_DOOR = (Role.KIOSK,)
STAFF = (Role.REGISTRATION, Role.STATION)
AT_THE_COUNTER = (Role.REGISTRATION,)
OWNER = (Role.ADMIN,)

blueprint = Blueprint("api", __name__)

Answer = dict[str, object]
View = Callable[..., Answer | tuple[Answer, Mapping[str, str]] | Response]


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One route. `path` is Flask's; `query` maps each query parameter to what it means; `also_as` is another media type in
    which it can answer.
    """

    method: str
    path: str
    name: str
    summary: str
    roles: tuple[Role, ...]
    body: type[BaseModel] | None
    answer: type[BaseModel]
    status: int
    is_command: bool
    query: Mapping[str, str]
    also_as: str | None


OPERATIONS: list[Operation] = []


def operation(
    method: str,
    path: str,
    *,
    roles: tuple[Role, ...],
    answer: type[BaseModel],
    body: type[BaseModel] | None = None,
    status: int = 200,
    is_command: bool = False,
    query: Mapping[str, str] | None = None,
    also_as: str | None = None,
) -> Callable[[View], View]:
    """Declare a view. It gets the parts of the path and the checked `body`, if that has fields; it answers JSON primitives, with
    headers beside them if need be, or a whole response in the other media type. A path that starts with / stands outside the
    API's prefix.
    """

    def declare(view: View) -> View:
        declared = Operation(
            method=method,
            path=path if path.startswith("/") else PREFIX + path,
            name=view.__name__,
            summary=(view.__doc__ or "").strip().partition("\n")[0].rstrip("."),
            roles=roles,
            body=body,
            answer=answer,
            status=status,
            is_command=is_command,
            query=query or {},
            also_as=also_as,
        )
        OPERATIONS.append(declared)
        blueprint.add_url_rule(
            declared.path, declared.name, _answering(declared, view), methods=[method]
        )
        return view

    return declare


def _answering(declared: Operation, view: View) -> Callable[..., Response]:
    def answer(**parts: Any) -> Response:
        if declared.roles != ANYBODY:
            require(*declared.roles)
        if declared.body is not None:
            checked = declared.body.model_validate_json(canonical_body())
            parts |= {"body": checked} if declared.body.model_fields else {}
        found = view(**parts)
        if isinstance(found, Response):
            return found
        document, headers = found if isinstance(found, tuple) else (found, {})
        response = jsonify(document)
        response.status_code = declared.status
        response.headers.update(headers)
        return response

    return answer
