namespace Clip.Catalog.Words;

/// <summary>The words of an index's files: SQLite's full-text index, or PostgreSQL's.</summary>
internal interface IWordTable
{
    /// <summary>The number of files.</summary>
    long FileCount { get; }

    /// <summary>In how many files a term occurs.</summary>
    long CountFilesWith(WordTerm term);

    /// <summary>
    /// The files in which a term occurs, each with its BM25 score, higher for better ones. A word in a file's name
    /// tells more than one in a caption, and a word of a folder, which all of its files share, less.
    /// </summary>
    IEnumerable<(long File, double Score)> FilesWith(WordTerm term);

    /// <summary>The pictures and the paths of files; each row names one by its index in the list.</summary>
    IEnumerable<(int At, long Entry, string Path)> ReadPlaces(IEnumerable<long> files);
}
