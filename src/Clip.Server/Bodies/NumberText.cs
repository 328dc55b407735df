using System.Globalization;
using Clip.Server.Problems;
using Microsoft.AspNetCore.Http;

namespace Clip.Server.Bodies;

/// <summary>Numbers in the queries of addresses and the fields of forms.</summary>
internal static class NumberText
{
    /// <summary>A whole number of an address's query; null where it is not given.</summary>
    /// <exception cref="RequestException">It is none.</exception>
    public static int? Integer(this IQueryCollection query, string name) => Integer(query[name], name);

    /// <summary>A whole number of an address's query within bounds; null where it is not given.</summary>
    /// <exception cref="RequestException">It is none.</exception>
    public static int? Integer(this IQueryCollection query, string name, int least, int most)
    {
        var number = query.Integer(name);
        return number is null || (number >= least && number <= most)
            ? number
            : throw RequestException.Invalid(name, $"'{name}' must be from {least} to {most}.");
    }

    /// <summary>A number of an address's query; null where it is not given.</summary>
    /// <exception cref="RequestException">It is none.</exception>
    public static double? Number(this IQueryCollection query, string name) => Number(query[name], name);

    /// <summary>A whole number of a form; null where it is not given.</summary>
    /// <exception cref="RequestException">It is none.</exception>
    public static int? Integer(this Form form, string name) => Integer(form.Text(name), name);

    /// <summary>A number of a form; null where it is not given.</summary>
    /// <exception cref="RequestException">It is none.</exception>
    public static double? Number(this Form form, string name) => Number(form.Text(name), name);

    private static int? Integer(string? text, string name)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw RequestException.Invalid(name, $"'{name}' must be a whole number.");
    }

    private static double? Number(string? text, string name)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number)
            ? number
            : throw RequestException.Invalid(name, $"'{name}' must be a number.");
    }
}
