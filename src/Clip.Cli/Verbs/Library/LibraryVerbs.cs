namespace Clip.Cli.Verbs.Library;

/// <summary><c>library</c>: folders of pictures under names, which <c>--library</c> selects.</summary>
internal static class LibraryVerbs
{
    public static VerbCommand Build() => new(
        "library", "Give folders of pictures names, to search them by --library NAME, or all at once by --library all",
        "clipsearch library add family ~/Pictures",
        "clipsearch library add archive /media/nas/photos --central",
        "clipsearch search \"a red car\" --library family",
        "clipsearch search \"a red car\" --library all",
        "clipsearch index --library all --watch")
    {
        VerbCommand.Of(new LibraryAddVerb()),
        VerbCommand.Of(new LibraryListVerb()),
        VerbCommand.Of(new LibraryRemoveVerb()),
    };
}
