using Clip.Catalog.Reading;
using Clip.Files;

namespace Clip.Indexing.Runs;

/// <summary>
/// Which files are left out of an index. The index remembers the patterns that were given, so that a later run, or a
/// search, does not take in what an earlier one was told to leave out.
/// </summary>
internal static class ExcludeChoice
{
    /// <summary>The patterns that apply to an index as it is; the usual ones where it cannot be read.</summary>
    public static IReadOnlyList<string> Remembered(IndexLocation location)
    {
        try
        {
            var notes = EmbeddedIndex.ReadNotes(location, IndexNotes.Excludes.Name, IndexNotes.DefaultExcludes.Name);
            var given = IndexNotes.Excludes.ValueOf(notes[0]);
            return IndexNotes.DefaultExcludes.ValueOf(notes[1]) ? [.. given, .. DefaultExcludes.Patterns] : given;
        }
        catch (IndexException)
        {
            return DefaultExcludes.Patterns;
        }
    }

    /// <summary>The patterns that apply to a run over an index.</summary>
    /// <param name="note">What the index remembers under a name.</param>
    /// <param name="added">The patterns of the run.</param>
    /// <param name="forgets">Whether earlier patterns are forgotten.</param>
    /// <param name="defaults">Whether the usual patterns apply too; null for what the index remembers.</param>
    public static IReadOnlyList<string> Of(
        Func<string, string?> note, IReadOnlyList<string> added, bool forgets, bool? defaults)
    {
        var before = IndexNotes.Excludes.ValueOf(note(IndexNotes.Excludes.Name));
        var hasDefaults = defaults ?? IndexNotes.DefaultExcludes.ValueOf(note(IndexNotes.DefaultExcludes.Name));
        return [.. forgets ? [] : before, .. added, .. hasDefaults ? DefaultExcludes.Patterns : []];
    }

    /// <summary>Adds the patterns of a run to those that the index remembers.</summary>
    /// <param name="known">What the index remembers.</param>
    /// <param name="changes">Stores what it is to remember.</param>
    /// <param name="added">The patterns of the run.</param>
    /// <param name="forgets">Whether earlier patterns are forgotten.</param>
    /// <param name="defaults">Whether the usual patterns apply too; null for what the index remembers.</param>
    /// <returns>All patterns that apply.</returns>
    public static IReadOnlyList<string> Apply(
        KnownFiles known, IndexChanges changes, IReadOnlyList<string> added, bool forgets, bool? defaults)
    {
        var before = known.Read(IndexNotes.Excludes);
        string[] now = [.. (forgets ? [] : before).Concat(added).Distinct()];
        if (!now.SequenceEqual(before))
            changes.WriteOnOpen(IndexNotes.Excludes, now);
        var hadDefaults = known.Read(IndexNotes.DefaultExcludes);
        var hasDefaults = defaults ?? hadDefaults;
        if (hasDefaults != hadDefaults)
            changes.WriteOnOpen(IndexNotes.DefaultExcludes, hasDefaults);
        return hasDefaults ? [.. now, .. DefaultExcludes.Patterns] : now;
    }
}
