using Clip.Hub;

namespace Clip.Cli.Verbs.Models;

/// <summary>Finds models of a hub by the names that a user writes.</summary>
internal static class HubModel
{
    /// <summary>The repository that a name stands for.</summary>
    /// <exception cref="HubException">The name cannot be one, or is that of the embedded model.</exception>
    public static ModelReference Resolve(string name)
    {
        if (KnownModels.Resolve(name) is { } reference)
            return reference;
        throw KnownModels.Find(name) is { } embedded
            ? new HubException(embedded.ShortName, "comes with the program", "use it as it is")
            : new HubException(
                name, "is not the name of a model",
                "write OWNER/NAME or OWNER/NAME@REVISION, or choose from: clipsearch models list");
    }

    /// <summary>The dimension of a downloaded model; null where its graphs cannot be read.</summary>
    public static int? DimensionOf(CachedModel model)
    {
        try
        {
            using var loaded = ClipModel.Load(model.Folder);
            return loaded.Dimensions;
        }
        catch (ClipException)
        {
            return null;
        }
    }
}
