namespace Clip.Text.AddedTokens;

/// <summary>The added tokens of a tokenizer: their ids, and where they are found.</summary>
/// <param name="ids">Ids by content.</param>
/// <param name="contents">Contents by id.</param>
internal sealed class AddedTokenSet(IReadOnlyDictionary<string, int> ids, IReadOnlyDictionary<int, string> contents)
{
    /// <summary>Finds added tokens in the original text; null where there are none.</summary>
    public required AddedTokenFinder? OriginalFinder { get; init; }

    /// <summary>Finds added tokens in the normalized text; null where there are none.</summary>
    public required AddedTokenFinder? NormalizedFinder { get; init; }

    /// <summary>The ids of control tokens, which are no text.</summary>
    public required IReadOnlySet<int> Special { get; init; }

    /// <summary>How many of the tokens are not in the model's vocabulary.</summary>
    public required int BeyondModel { get; init; }

    /// <summary>The id of an added token, or null.</summary>
    public int? FindId(string token) => ids.TryGetValue(token, out var id) ? id : null;

    /// <summary>The added token with an id, or null.</summary>
    public string? FindToken(int id) => contents.GetValueOrDefault(id);
}
