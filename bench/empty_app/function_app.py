"""The floor of every HTTP figure: a function that does nothing, on the same host."""

import azure.functions as func

app = func.FunctionApp()


@app.route(route="empty", methods=["GET", "POST"], auth_level=func.AuthLevel.ANONYMOUS)
async def empty(req: func.HttpRequest) -> func.HttpResponse:
    return func.HttpResponse(b"{}", status_code=200, mimetype="application/json")
