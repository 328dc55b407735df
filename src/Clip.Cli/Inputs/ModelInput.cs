using Clip.Cli.Installation;
using Clip.Cli.Options;
using Clip.Devices;
using Clip.Hub;
using Clip.Models;

namespace Clip.Cli.Inputs;

/// <summary>
/// The model as a user names it: a folder, a short name or OWNER/NAME, or one of each for the two towers.
/// </summary>
internal static class ModelInput
{
    /// <summary>Loads the native libraries that the settings name into the process, then the model.</summary>
    /// <exception cref="ModelException">There is no such model, or it cannot be loaded.</exception>
    /// <exception cref="DeviceException">A library cannot be loaded.</exception>
    public static ClipModel Load(ModelSettings settings)
    {
        LoadLibraries(settings);
        var (text, image) = Folders(settings);
        return ClipModel.Load(text, image, settings.Loading);
    }

    private static void LoadLibraries(ModelSettings settings)
    {
        if (settings.RuntimeLibrary is { } runtime)
            OnnxRuntimeLibrary.Use(runtime);
        foreach (var (device, path) in settings.ProviderLibraries)
            ProviderLibrary.Register(device, path);
    }

    /// <summary>The folders of the two towers; mostly one and the same.</summary>
    private static (string Text, string Image) Folders(ModelSettings settings)
    {
        var (name, variant) = (settings.Name, settings.Loading.Variant);
        // A comma may also belong to the name of one folder.
        var isPair = name is not null && name.Contains(',', StringComparison.Ordinal) && !Directory.Exists(name);
        if (isPair && name!.Split(',') is [{ Length: > 0 } text, { Length: > 0 } image])
            return (Folder(text, variant), Folder(image, variant));
        var folder = Folder(name, variant);
        return (folder, folder);
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
