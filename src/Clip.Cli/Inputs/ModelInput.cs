using Clip.Cli.Installation;
using Clip.Cli.Options;
using Clip.Cli.Printing;
using Clip.Devices;
using Clip.Hub;

namespace Clip.Cli.Inputs;

/// <summary>
/// The model as a user names it: a folder, a short name or OWNER/NAME, or one of each for the two towers.
/// </summary>
internal static class ModelInput
{
    /// <summary>
    /// Begins to start ONNX Runtime while the model and the index are read, for a verb that is going to encode; null
    /// where libraries have to be loaded before it. Dispose of it at the end.
    /// </summary>
    public static IDisposable? StartRuntime(ModelSettings settings) =>
        settings is { RuntimeLibrary: null, ProviderLibraries.Count: 0 } ? OnnxRuntimeStart.Begin() : null;

    /// <summary>Loads the native libraries that the settings name into the process, then the model.</summary>
    /// <exception cref="ModelException">There is no such model, or it cannot be loaded.</exception>
    /// <exception cref="DeviceException">A library cannot be loaded.</exception>
    public static ClipModel Load(ModelSettings settings)
    {
        LoadLibraries(settings);
        var name = settings.Name ?? settings.Default;
        var variant = settings.Loading.Variant;
        var (text, image) = Split(name) is var (first, second)
            ? (Folder(first, variant), Folder(second, variant))
            : (Folder(name, variant), null);
        var options = settings.Loading.Clone();
        options.Reference = ReferenceOf(name);
        options.PrecisionMeasured = PrecisionNotice.Current();
        options.FilesDoubted = IncompleteModelNotice.Current();
        return ClipModel.Load(text, image ?? text, options);
    }

    /// <summary>What an index is told about a name, so that it means the same model in any current folder.</summary>
    public static string ReferenceOf(string? name)
    {
        if (name is null)
            return EmbeddedModel.Name;
        return Split(name) is var (text, image) ? $"{Absolute(text)},{Absolute(image)}" : Absolute(name);
    }

    private static string Absolute(string name) =>
        Path.Exists(name) ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(name)) : name;

    private static void LoadLibraries(ModelSettings settings)
    {
        if (settings.RuntimeLibrary is { } runtime)
            OnnxRuntimeLibrary.Use(runtime);
        foreach (var (device, path) in settings.ProviderLibraries)
            ProviderLibrary.Register(device, path);
    }

    /// <summary>The names of the two towers, or null for one model. A folder's name may have a comma too.</summary>
    private static (string Text, string Image)? Split(string? name)
    {
        if (name is null || Directory.Exists(name))
            return null;
        return name.Split(',') is [{ Length: > 0 } text, { Length: > 0 } image] ? (text, image) : null;
    }

    private static string Folder(string? name, string? variant)
    {
        if (name is not null && (Directory.Exists(name) || name != EmbeddedModel.Name))
            return HubCache.FromEnvironment().Locate(name, variant);
        return Checkout.FindModel(EmbeddedModel.Name)
            ?? throw new ModelException(
                EmbeddedModel.Name, "the embedded model is not beside the program",
                "reinstall it, or give a model folder with --model");
    }
}
