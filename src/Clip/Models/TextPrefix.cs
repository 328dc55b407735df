using Clip.Text;

namespace Clip.Models;

/// <summary>What stands before every text: the instruction of a task, or the code of a language.</summary>
/// <param name="Task">The instruction, put before the text; empty for none.</param>
/// <param name="LanguageId">The id that takes the place of the tokenizer's own language code, or null.</param>
internal sealed record TextPrefix(string Task, int? LanguageId)
{
    /// <summary>Finds the instruction and the language asked for.</summary>
    /// <exception cref="ModelException">The model knows no such task or language.</exception>
    public static TextPrefix From(ModelFolder folder, ModelConfig config, Tokenizer tokenizer, string? task, string? language) => new(
        Instruction(folder, config, task),
        language is null ? null : LanguageIdOf(folder, tokenizer, language));

    /// <summary>Puts the language's id where the tokenizer put its own.</summary>
    public void SetLanguage(Tokenizer tokenizer, Span<int> ids)
    {
        if (LanguageId is not { } language || ids.IsEmpty)
            return;
        // NLLB's tokenizers put the code first; their older form puts it last.
        foreach (var place in (ReadOnlySpan<int>)[0, ids.Length - 1])
        {
            if (tokenizer.IdToToken(ids[place]) is { } token && IsLanguageCode(token))
            {
                ids[place] = language;
                return;
            }
        }
    }

    private static string Instruction(ModelFolder folder, ModelConfig config, string? task)
    {
        Dictionary<string, string> known = new(StringComparer.Ordinal);
        var prompts = ModelConfig.Read(folder.SentencePrompts);
        foreach (var source in (IEnumerable<IReadOnlyDictionary<string, string>>)[
            prompts.Texts("prompts"), config.Texts("text_config", "task_instructions"), config.Texts("text_config", "hf_model_config_kwargs", "task_instructions")])
        {
            foreach (var (name, instruction) in source)
                known[name] = instruction;
        }
        if (task is null)
        {
            var usual = config.Text("text_config", "default_instruction_task") ?? prompts.Text("default_prompt_name");
            return usual is null ? "" : known.GetValueOrDefault(usual, "");
        }
        return known.TryGetValue(task, out var found)
            ? found
            : throw new ModelException(folder.Folder, $"knows no task '{task}'", known.Count == 0 ? "leave the task out" : "use one of " + string.Join(", ", known.Keys));
    }

    private static int LanguageIdOf(ModelFolder folder, Tokenizer tokenizer, string language) =>
        IsLanguageCode(language) && tokenizer.TokenToId(language) is { } id
            ? id
            : throw new ModelException(folder.Folder, $"knows no language '{language}'", "use a code of its tokenizer, such as eng_Latn, or leave it out");

    /// <summary>Three letters for the language, four for the script, as in FLORES-200: <c>fra_Latn</c>.</summary>
    private static bool IsLanguageCode(string token) =>
        token is [_, _, _, '_', _, _, _, _] && token.Where(static (_, i) => i != 3).All(char.IsAsciiLetter);
}
