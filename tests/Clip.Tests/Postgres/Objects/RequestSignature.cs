using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Clip.Tests.Postgres.Objects;

/// <summary>Checks requests as Amazon's services do ("AWS Signature Version 4 for API requests").</summary>
/// <param name="key">The public part of the credentials.</param>
/// <param name="secret">The secret part.</param>
internal sealed class RequestSignature(string key, string secret)
{
    private const string Algorithm = "AWS4-HMAC-SHA256 ";

    /// <summary>The code of what is wrong with a request; null where its signature is right.</summary>
    public string? Problem(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        if (!header.StartsWith(Algorithm, StringComparison.Ordinal))
            return "AccessDenied";
        var parts = header[Algorithm.Length..].Split(',', StringSplitOptions.TrimEntries)
            .Select(static part => part.Split('=', 2)).ToDictionary(static part => part[0], static part => part[1]);
        if (parts["Credential"].Split('/') is not [var who, .. { Length: 4 } scope])
            return "AuthorizationHeaderMalformed";
        if (who != key)
            return "InvalidAccessKeyId";
        var time = request.Headers["X-Amz-Date"].ToString();
        var text = string.Join(
            '\n', "AWS4-HMAC-SHA256", time, string.Join('/', scope),
            Hex(SHA256.HashData(Encoding.UTF8.GetBytes(Canonical(request, parts["SignedHeaders"])))));
        var signing = scope.Aggregate(
            Encoding.UTF8.GetBytes("AWS4" + secret),
            static (before, part) => HMACSHA256.HashData(before, Encoding.UTF8.GetBytes(part)));
        var expected = Hex(HMACSHA256.HashData(signing, Encoding.UTF8.GetBytes(text)));
        return expected == parts["Signature"] ? null : "SignatureDoesNotMatch";
    }

    private static string Canonical(HttpRequest request, string signedHeaders)
    {
        var target = request.HttpContext.Features.Get<IHttpRequestFeature>()!.RawTarget.Split('?', 2);
        var query = target.Length == 1
            ? []
            : target[1].Split('&').Select(static pair => pair.Contains('=', StringComparison.Ordinal)
                ? pair
                : pair + "=");
        return string.Join(
            '\n',
            [
                request.Method, target[0], string.Join('&', query.Order(StringComparer.Ordinal)),
                .. signedHeaders.Split(';').Select(name => $"{name}:{request.Headers[name].ToString().Trim()}"), "",
                signedHeaders, request.Headers["X-Amz-Content-SHA256"].ToString(),
            ]);
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
