namespace Clip.Metadata;

/// <summary>The name of a camera out of what EXIF says of its maker and model.</summary>
internal static class CameraName
{
    private const int MostCharacters = 100;

    /// <summary>What companies add to their names and nobody says.</summary>
    private static readonly string[] Endings =
    [
        "CORPORATION", "CORP", "COMPANY", "CO", "LTD", "INC", "LLC", "GMBH", "AG", "IMAGING", "OPTICAL", "ELECTRIC", "COMPUTER",
        "PHOTO", "FILM", "TECHWIN", "ELECTRONICS", "TECHNOLOGIES", "TECHNOLOGY", "COMMUNICATIONS", "CAMERA",
    ];

    /// <summary>Maker and model with the maker named once; null where neither is known.</summary>
    public static string? Of(string? make, string? model)
    {
        var maker = Short(OwnCaption.Tidy(make) ?? "");
        var name = OwnCaption.Tidy(model) ?? "";
        var camera = maker.Length == 0 || Names(name, maker) ? name : name.Length == 0 ? maker : $"{maker} {name}";
        return camera.Length switch
        {
            0 => null,
            > MostCharacters => OwnCaption.Tidy(camera[..MostCharacters]),
            _ => camera,
        };
    }

    /// <summary>Whether a model's name tells the maker: "NIKON D750", or "KODAK EASYSHARE" of the Eastman Kodak company.</summary>
    private static bool Names(string model, string maker)
    {
        var words = Words(model);
        return Array.Exists(Words(maker), part => Array.Exists(words, word => word.Equals(part, StringComparison.OrdinalIgnoreCase)));
    }

    private static string Short(string maker)
    {
        var words = maker.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToList();
        while (words.Count > 1 && Array.TrueForAll(Words(words[^1]), static word => Endings.Contains(word, StringComparer.OrdinalIgnoreCase)))
            words.RemoveAt(words.Count - 1);
        return string.Join(' ', words).TrimEnd(',', '.', ' ');
    }

    private static string[] Words(string text) => text.Split([' ', ',', '.', '-', '_', '/', '(', ')'], StringSplitOptions.RemoveEmptyEntries);
}
