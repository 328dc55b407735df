namespace Clip;

/// <summary>How well queries find what belongs to them, from the ranks of their first right answers.</summary>
/// <param name="R1">The share of queries whose first answer is right, 0 to 1.</param>
/// <param name="R5">The share with a right answer among the first five.</param>
/// <param name="R10">The share with a right answer among the first ten.</param>
/// <param name="MedianRank">The median of the ranks; of an even number the mean of the two in the middle.</param>
/// <param name="Mrr">The mean reciprocal rank, 0 to 1.</param>
public sealed record RetrievalMeasures(double R1, double R5, double R10, double MedianRank, double Mrr);

/// <summary>The 95 % intervals of <see cref="RetrievalMeasures"/>, from resampling the pictures.</summary>
/// <param name="R1">Of <see cref="RetrievalMeasures.R1"/>.</param>
/// <param name="R5">Of <see cref="RetrievalMeasures.R5"/>.</param>
/// <param name="R10">Of <see cref="RetrievalMeasures.R10"/>.</param>
/// <param name="MedianRank">Of <see cref="RetrievalMeasures.MedianRank"/>.</param>
/// <param name="Mrr">Of <see cref="RetrievalMeasures.Mrr"/>.</param>
public sealed record RetrievalIntervals(
    ConfidenceInterval R1, ConfidenceInterval R5, ConfidenceInterval R10, ConfidenceInterval MedianRank,
    ConfidenceInterval Mrr);

/// <summary>Retrieval in one direction.</summary>
/// <param name="Ranks">
/// The rank of each query's first right answer: one more than the number of answers with a larger score.
/// </param>
/// <param name="Measures">What follows from the ranks.</param>
/// <param name="Intervals">The uncertainty of that.</param>
/// <param name="Tied">
/// How many queries have a wrong answer with exactly the score of the right one. Ranks count in favor of the model, so
/// a model that gives equal embeddings to everything would be perfect: many ties mean that the figures mean nothing.
/// </param>
public sealed record RetrievalDirection(
    IReadOnlyList<int> Ranks, RetrievalMeasures Measures, RetrievalIntervals Intervals, int Tied);

/// <summary>How well a model finds pictures by captions, and captions by pictures.</summary>
/// <param name="Pictures">How many pictures there are.</param>
/// <param name="Captions">How many captions there are.</param>
/// <param name="TextToImage">Each caption is a query, its own picture the answer.</param>
/// <param name="ImageToText">Each picture is a query, any of its captions the answer.</param>
public sealed record RetrievalReport(
    int Pictures, int Captions, RetrievalDirection TextToImage, RetrievalDirection ImageToText);

/// <summary>By how much another model is better, on the same pictures and captions.</summary>
/// <param name="Difference">The other model's measures minus the first one's.</param>
/// <param name="Intervals">The 95 % intervals of the differences; one without 0 in it is no accident.</param>
public sealed record RetrievalDifference(RetrievalMeasures Difference, RetrievalIntervals Intervals);
