using Clip.Searching;

namespace Clip;

/// <summary>What decides about the order of the pictures that a search finds. Scores are cosines in any case.</summary>
public enum RankBy
{
    /// <summary>The cosine of their embeddings with the query's.</summary>
    Embedding,

    /// <summary>
    /// Both orders, by embedding and by words, fused by <see cref="ReciprocalRank"/>. Where the query is no text, or
    /// the index has none of its words, this is the order by embedding.
    /// </summary>
    Fused,

    /// <summary>
    /// How well the words of their captions, names and folders match those of the query, by BM25. Other pictures are
    /// not found.
    /// </summary>
    Words,
}

/// <summary>How a picture was found.</summary>
public enum FoundBy
{
    /// <summary>By its embedding.</summary>
    Embedding,

    /// <summary>By its words; without them it would not be among as many answers.</summary>
    Words,

    /// <summary>By both.</summary>
    Both,
}
