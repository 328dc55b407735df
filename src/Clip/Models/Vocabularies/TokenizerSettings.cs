using System.Globalization;
using System.Text.Json;
using Clip.Models.Configuration;

namespace Clip.Models.Vocabularies;

/// <summary>
/// What <c>tokenizer_config.json</c>, <c>special_tokens_map.json</c> and <c>added_tokens.json</c> say of a tokenizer
/// whose vocabulary lies in a file of its own, read as the Python library transformers reads them.
/// </summary>
internal sealed class TokenizerSettings
{
    private readonly ModelConfig _config;
    private readonly ModelConfig _special;

    private TokenizerSettings(ModelConfig config, ModelConfig special, bool isSiglip, List<AddedTokenEntry> added)
    {
        (_config, _special, IsSiglip, Added) = (config, special, isSiglip, added);
        var name = config.Text("tokenizer_class");
        Class = name?.EndsWith("Fast", StringComparison.Ordinal) == true ? name[..^"Fast".Length] : name;
    }

    /// <summary>The class of the tokenizer, such as <c>CLIPTokenizer</c>; null where no file says it.</summary>
    public string? Class { get; }

    /// <summary>Whether the model is a SigLIP.</summary>
    public bool IsSiglip { get; }

    /// <summary>The added tokens that the files list, in the order of their ids.</summary>
    public IReadOnlyList<AddedTokenEntry> Added { get; }

    /// <summary>Reads the files of a folder.</summary>
    /// <param name="folder">The folder of the tokenizer's files.</param>
    /// <param name="isSiglip">Whether the model's configuration says that it is a SigLIP.</param>
    /// <exception cref="ModelException">A file cannot be read or is not JSON.</exception>
    public static TokenizerSettings Read(string folder, bool isSiglip)
    {
        var config = At(ModelFileNames.TokenizerConfig);
        return new TokenizerSettings(
            ModelConfig.Read(config), ModelConfig.Read(At(ModelFileNames.SpecialTokens)), isSiglip,
            ReadAdded(config, At(ModelFileNames.AddedTokens)));

        string? At(string name) => Path.Combine(folder, name) is { } path && File.Exists(path) ? path : null;
    }

    /// <summary>A special token such as <c>bos_token</c>; null where no file names it.</summary>
    public string? Token(string key) => _config.Token(key) ?? _special.Token(key);

    /// <summary>A switch such as <c>do_lower_case</c>; null where it is not set.</summary>
    public bool? Flag(string key) => _config.Flag(key);

    /// <summary>
    /// The added tokens to search for: the tokens that the tokenizer's class has, and those that the files list, which
    /// win where both have one.
    /// </summary>
    public IReadOnlyList<AddedTokenEntry> AddedWith(IEnumerable<AddedTokenEntry> own) =>
        [.. own.Where(token => Added.All(listed => listed.Content != token.Content)), .. Added];

    private static List<AddedTokenEntry> ReadAdded(string? config, string? added)
    {
        SortedDictionary<int, AddedTokenEntry> entries = [];
        if (config is not null)
        {
            var listed = SafeJson.Members(SafeJson.Member(JsonFile.Read(config), "added_tokens_decoder"));
            foreach (var member in listed)
            {
                if (int.TryParse(SafeJson.Name(member), CultureInfo.InvariantCulture, out var id)
                    && SafeJson.Text(member.Value, "content") is { Length: > 0 } content)
                {
                    entries[id] = new AddedTokenEntry(
                        content, Is(member.Value, "special"), Is(member.Value, "single_word"),
                        Is(member.Value, "lstrip"), Is(member.Value, "rstrip"), Is(member.Value, "normalized"));
                }
            }
        }

        if (added is not null)
        {
            foreach (var member in SafeJson.Members(JsonFile.Read(added)))
            {
                if (SafeJson.Name(member) is { Length: > 0 } content && SafeJson.Integer(member.Value) is { } id
                    && id is >= 0 and <= int.MaxValue && entries.Values.All(entry => entry.Content != content))
                {
                    entries.TryAdd((int)id, new AddedTokenEntry(content, Special: false, Normalized: true));
                }
            }
        }

        return [.. entries.Values];
    }

    private static bool Is(JsonElement token, string key) =>
        SafeJson.Member(token, key) is { ValueKind: JsonValueKind.True };
}
