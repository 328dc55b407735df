using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Clip.Server.Problems;

/// <summary>Answers a request with an error.</summary>
internal static class ProblemWriter
{
    // Never part of a page, and read by people in terminals.
    private static readonly ProblemJson Json = new(new JsonSerializerOptions(ProblemJson.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <summary>The status that an error is answered with.</summary>
    public static int StatusOf(RequestException error, ErrorShape shape) =>
        shape != ErrorShape.Problem && error.Status == 422 ? 400 : error.Status;

    /// <summary>Writes the error as JSON.</summary>
    public static async Task WriteAsync(HttpContext context, RequestException error, ErrorShape shape)
    {
        var status = StatusOf(error, shape);
        var body = new ProblemBody("about:blank", ReasonPhrases.GetReasonPhrase(status), status, error.Message)
        {
            Error = shape == ErrorShape.Embeddings
                ? new OpenAiError(error.Message, TypeOf(status), error.Parameter, error.Code)
                : null,
        };
        var response = context.Response;
        // Other headers are those of the guard, which hold for errors too.
        response.Headers.ETag = default;
        response.Headers.LastModified = default;
        response.StatusCode = status;
        if (error.RetryAfter is { } seconds)
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        if (status == 401)
            response.Headers.WWWAuthenticate = "Bearer";
        response.Headers.CacheControl = "no-store";
        response.ContentType = shape == ErrorShape.Text ? "application/json" : "application/problem+json";
        var bytes = shape == ErrorShape.Text
            ? JsonSerializer.SerializeToUtf8Bytes(new TextError(error.Message), Json.TextError)
            : JsonSerializer.SerializeToUtf8Bytes(body, Json.ProblemBody);
        response.ContentLength = bytes.Length;
        await response.Body.WriteAsync(bytes, context.RequestAborted).ConfigureAwait(false);
    }

    private static string TypeOf(int status) => status switch
    {
        401 => "authentication_error",
        403 => "permission_error",
        429 => "rate_limit_error",
        >= 500 => "server_error",
        _ => "invalid_request_error",
    };
}
