namespace Clip.Server.Problems;

/// <summary>A request that is answered with an error.</summary>
/// <param name="status">The HTTP status code.</param>
/// <param name="detail">What is wrong and what to do, as a sentence for the client's user.</param>
internal sealed class RequestException(int status, string detail) : Exception(detail)
{
    public int Status { get; } = status;

    /// <summary>What OpenAI's clients branch on, such as <c>model_not_found</c>; null for none.</summary>
    public string? Code { get; init; }

    /// <summary>The member of the request that is wrong, such as <c>input</c>; null where none is meant.</summary>
    public string? Parameter { get; init; }

    /// <summary>When to try again, in seconds; null where that would not help.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>What only the server's log says besides; null for nothing.</summary>
    public string? LogDetail { get; init; }

    /// <summary>What the log says.</summary>
    public string Reason => LogDetail is null ? Message : $"{Message} ({LogDetail})";

    /// <summary>A member of the request is missing or has a wrong value.</summary>
    public static RequestException Invalid(string parameter, string detail) =>
        new(400, detail) { Parameter = parameter };

    /// <summary>There is nothing under an address or a name.</summary>
    public static RequestException NotFound(string detail) => new(404, detail);

    /// <summary>The request is well-formed, but what it holds cannot be used.</summary>
    /// <param name="detail">What is wrong.</param>
    /// <param name="parameter">The member of the request that holds it; null where none is meant.</param>
    public static RequestException Unusable(string detail, string? parameter = null) =>
        new(422, detail) { Parameter = parameter };

    /// <summary>The request is larger than a limit.</summary>
    public static RequestException TooLarge(string detail) => new(413, detail);

    /// <summary>The server has as much to do as it accepts.</summary>
    public static RequestException Busy(int retryAfter) => new(
        429, "The server has too many requests to answer; try again in a moment.")
    {
        Code = "rate_limit_exceeded",
        RetryAfter = retryAfter,
    };

    /// <summary>There is no such model.</summary>
    public static RequestException UnknownModel(string name, IEnumerable<string> known) => new(
        404, $"There is no model '{name}' here; this server has: {string.Join(", ", known)}.")
    {
        Code = "model_not_found",
        Parameter = "model",
    };
}
