using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Clip.Server.Security;

/// <summary>
/// The key that requests carry. Only its hash is kept, and the comparison takes the same time for any.
/// </summary>
internal sealed class ApiKey
{
    private const string Scheme = "Bearer ";

    private readonly byte[]? _hash;

    public ApiKey(string? key) => _hash = string.IsNullOrEmpty(key) ? null : Hash(key);

    /// <summary>Whether requests need a key.</summary>
    public bool IsRequired => _hash is not null;

    /// <summary>Whether a request carries the key, or needs none.</summary>
    public bool Allows(HttpRequest request)
    {
        if (_hash is null)
            return true;
        var value = request.Headers.Authorization.ToString();
        return value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            && CryptographicOperations.FixedTimeEquals(Hash(value[Scheme.Length..].Trim()), _hash);
    }

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
