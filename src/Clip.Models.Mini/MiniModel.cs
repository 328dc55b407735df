namespace Clip;

/// <summary>The model clip-mini, which this package copies beside the program.</summary>
/// <remarks>
/// It is small (30 MB) and was trained within hours, so its quality is limited: use it to begin with, in tests and in
/// demonstrations. Its model card, <c>README.md</c> in <see cref="Folder"/>, says what it was trained with.
/// </remarks>
public static class MiniModel
{
    /// <summary>
    /// The folder of the model: <c>models/clip-mini</c> in the folder of the program, whatever the current folder is.
    /// </summary>
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "models", "clip-mini");
}
