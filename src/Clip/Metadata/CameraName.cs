namespace Clip.Metadata;

/// <summary>Builds the name of a camera from its maker and model.</summary>
internal static class CameraName
{
    private const int MaxCharacters = 100;

    /// <summary>Parts of company names that are left out.</summary>
    private static readonly string[] Endings =
    [
        "CORPORATION", "CORP", "COMPANY", "CO", "LTD", "INC", "LLC", "GMBH", "AG", "IMAGING", "OPTICAL", "ELECTRIC",
        "COMPUTER", "PHOTO", "FILM", "TECHWIN", "ELECTRONICS", "TECHNOLOGIES", "TECHNOLOGY", "COMMUNICATIONS",
        "CAMERA",
    ];

    /// <summary>Maker and model, with the maker named once; null if neither is known.</summary>
    public static string? Of(string? make, string? model)
    {
        var maker = WithoutEndings(MetadataText.Tidy(make) ?? "");
        var name = MetadataText.Tidy(model) ?? "";
        var camera = maker.Length == 0 || Contains(name, maker) ? name : name.Length == 0 ? maker : $"{maker} {name}";
        return camera.Length switch
        {
            0 => null,
            > MaxCharacters => MetadataText.Tidy(camera[..MaxCharacters]),
            _ => camera,
        };
    }

    /// <summary>
    /// Whether a model's name contains the maker: "NIKON D750", or "KODAK EASYSHARE" by Eastman Kodak.
    /// </summary>
    private static bool Contains(string model, string maker)
    {
        var words = Words(model);
        return Words(maker).Any(part => words.Contains(part, StringComparer.OrdinalIgnoreCase));
    }

    private static string WithoutEndings(string maker)
    {
        var words = maker.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToList();
        while (words.Count > 1 && Words(words[^1]).All(IsEnding))
            words.RemoveAt(words.Count - 1);
        return string.Join(' ', words).TrimEnd(',', '.', ' ');

        static bool IsEnding(string word) => Endings.Contains(word, StringComparer.OrdinalIgnoreCase);
    }

    private static string[] Words(string text) =>
        text.Split([' ', ',', '.', '-', '_', '/', '(', ')'], StringSplitOptions.RemoveEmptyEntries);
}
