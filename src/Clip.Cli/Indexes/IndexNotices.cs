using Clip.Catalog;
using Clip.Cli.Output;
using Clip.Cli.Remedies;

namespace Clip.Cli.Indexes;

/// <summary>Warns about an index that was used all the same.</summary>
internal static class IndexNotices
{
    /// <summary>Warns that an answer lacks what is damaged on disk.</summary>
    public static void WarnAboutDamage(PictureIndex index, IndexLocation location, Terminal terminal)
    {
        if (index.DamagedFound == 0)
            return;
        terminal.Warn(
            $"{DisplayPath.Of(location.Directory)}: damaged vectors, {index.DamagedFound} of those that were met, are left "
            + $"out; rebuild them with: clipsearch index --repair {IndexArguments.Of(location)}");
    }

    /// <summary>Warns that a folder inside an indexed one gets an index of its own; the other may have been meant.</summary>
    public static void WarnAboutIndexAbove(IndexLocation location, Terminal terminal)
    {
        if (PictureIndex.Exists(location) || !location.IsInsideRoot)
            return;
        for (var folder = Path.GetDirectoryName(location.Root); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (!PictureIndex.Exists(IndexLocation.For(folder)))
                continue;
            terminal.Warn(
                $"{location.Root}: gets an index of its own, though {folder} above it has one; to use that: --in {folder}");
            return;
        }
    }
}
