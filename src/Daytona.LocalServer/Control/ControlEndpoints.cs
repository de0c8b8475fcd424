using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace Daytona.Local.Control;

/// <summary>
/// The endpoints that are not part of the service: the page at <c>/</c>, and those below <c>/control/</c>, with which scripts
/// set faults and options. Like the whole server, they serve only this machine: pages of other sites are refused.
/// </summary>
internal sealed class ControlEndpoints(LocalServer server, RequestLog log)
{
    private static readonly JsonSerializerOptions JsonOptions = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    private static readonly byte[] Page = ReadPage();

    public async Task RunAsync(HttpContext context)
    {
        if (!IsFromHere(context.Request))
        {
            context.Response.StatusCode = 403;
            return;
        }

        ApiResponse response;
        try
        {
            response = (context.Request.Method, context.Request.Path.Value) switch
            {
                ("GET", "/") => new ApiResponse(200, Page, "text/html; charset=utf-8"),
                ("GET", "/control/state") => ApiResponse.Of(200, new StateWriter(server, log).Write),
                ("POST", "/control/faults") =>
                    await ApplyAsync<FaultForm>(context, form => form.AddTo(server)).ConfigureAwait(false),
                ("GET", "/control/faults") => ApiResponse.Of(200, static json =>
                {
                    json.WriteStartObject();
                    json.WriteStrings("names"u8, [.. FaultCatalog.Names]);
                    json.WriteEndObject();
                }),
                ("DELETE", "/control/faults") => Done(server.Faults.Clear),
                ("POST", "/control/settings") =>
                    await ApplyAsync<SettingsForm>(context, form => form.ApplyTo(server)).ConfigureAwait(false),
                ("POST", "/control/snapshots") =>
                    await ApplyAsync<SnapshotForm>(context, form => form.AddTo(server)).ConfigureAwait(false),
                ("POST", "/control/organizations") => await AddAsync<OrganizationForm>(
                    context, (form, json) => form.AddTo(server, json)).ConfigureAwait(false),
                ("POST", "/control/keys") => await AddAsync<KeyForm>(
                    context, (form, json) => form.AddTo(server, json)).ConfigureAwait(false),
                ("POST", "/control/tokens") => await AddAsync<TokenForm>(
                    context, (form, json) => form.AddTo(server, json)).ConfigureAwait(false),
                ("POST", "/control/sandboxes") => await AddAsync<SandboxForm>(
                    context, (form, json) => form.AddTo(server, json)).ConfigureAwait(false),
                ("POST", "/control/regions") =>
                    await ApplyAsync<RegionForm>(context, form => form.AddTo(server)).ConfigureAwait(false),
                ("POST", "/control/toolbox") =>
                    await ApplyAsync<ToolboxRuleForm>(context, form => form.AddTo(server)).ConfigureAwait(false),
                ("DELETE", "/control/toolbox") => Done(server.Toolbox.Clear),
                ("DELETE", "/control/requests") => Done(server.ClearRequests),
                _ => ApiResponse.Text(404, """{"message":"The path does not exist. docs/local-server.md lists those of /control/."}"""),
            };
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            response = ApiResponse.Of(400, json =>
            {
                json.WriteStartObject();
                json.WriteString("message"u8, MessageOf(exception));
                json.WriteEndObject();
            });
        }

        context.Response.StatusCode = response.Status;
        context.Response.ContentType = response.ContentType;
        context.Response.Headers.CacheControl = "no-store";
        if (!response.Body.IsEmpty)
            await context.Response.BodyWriter.WriteAsync(response.Body, context.RequestAborted).ConfigureAwait(false);
    }

    private static string MessageOf(Exception exception) => exception is ArgumentException { ParamName: { } name }
        ? exception.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal)
        : exception.Message;

    private static async Task<ApiResponse> ApplyAsync<T>(HttpContext context, Action<T> apply)
    {
        (T? form, ApiResponse? refusal) = await ReadAsync<T>(context).ConfigureAwait(false);
        return refusal ?? Done(() => apply(form!));
    }

    /// <summary>Adds an object, and responds with its properties.</summary>
    private static async Task<ApiResponse> AddAsync<T>(HttpContext context, Action<T, Utf8JsonWriter> add)
    {
        (T? form, ApiResponse? refusal) = await ReadAsync<T>(context).ConfigureAwait(false);
        return refusal ?? ApiResponse.Of(200, json =>
        {
            json.WriteStartObject();
            add(form!, json);
            json.WriteEndObject();
        });
    }

    private static async Task<(T? Form, ApiResponse? Refusal)> ReadAsync<T>(HttpContext context)
    {
        // A form of another site can't send this type without a preflight request, which this server does not answer.
        if (!context.Request.HasJsonContentType())
            return (default, ApiResponse.Text(415, """{"message":"Send application/json."}"""));
        T form = await JsonSerializer.DeserializeAsync<T>(
            context.Request.Body, JsonOptions, context.RequestAborted).ConfigureAwait(false)
            ?? throw new JsonException("The value must not be null.");
        return (form, null);
    }

    private static ApiResponse Done(Action action)
    {
        action();
        return new ApiResponse(204);
    }

    private static bool IsFromHere(HttpRequest request)
    {
        bool isHere = request.Host.Host is "localhost" or "127.0.0.1"
            || request.Host.Host.EndsWith(".localhost", StringComparison.Ordinal);
        string? origin = request.Headers.Origin;
        return isHere && (origin is null || origin == $"http://{request.Host}");
    }

    private static byte[] ReadPage()
    {
        using Stream resource = typeof(ControlEndpoints).Assembly.GetManifestResourceStream("Daytona.Local.page.html")!;
        using var copy = new MemoryStream();
        resource.CopyTo(copy);
        return copy.ToArray();
    }
}
