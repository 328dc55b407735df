using System.Text.Json;
using Clip.Server.Problems;

namespace Clip.Server.Bodies;

/// <summary>Embeddings in JSON.</summary>
internal static class JsonVectors
{
    private const int MostDimensions = 65_536;

    /// <summary>The numbers of a list, scaled to unit length.</summary>
    /// <exception cref="RequestException">It is no list of numbers, or has no direction.</exception>
    public static float[] Read(JsonElement list, string name)
    {
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() is 0 or > MostDimensions)
            throw RequestException.Invalid(name, $"'{name}' must be a list of numbers.");
        var vector = new double[list.GetArrayLength()];
        var i = 0;
        foreach (var item in list.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Number || !item.TryGetDouble(out vector[i])
                || !double.IsFinite(vector[i]))
            {
                throw RequestException.Invalid(name, $"'{name}' must be a list of numbers.");
            }
            i++;
        }
        var length = Math.Sqrt(vector.Sum(static value => value * value));
        return length > 0 && double.IsFinite(length)
            ? Array.ConvertAll(vector, value => (float)(value / length))
            : throw RequestException.Invalid(name, $"'{name}' has no direction.");
    }
}
