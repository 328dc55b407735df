namespace Clip;

/// <summary>Tells from an embedding to which class a picture belongs. Thread-safe.</summary>
public interface IEmbeddingClassifier
{
    /// <summary>The labels of the classes, each once.</summary>
    IReadOnlyList<string> Labels { get; }

    /// <summary>The length of the embeddings that it takes.</summary>
    int Dimensions { get; }

    /// <summary>The class of an embedding.</summary>
    /// <param name="embedding">A unit vector of the model that the classes come from.</param>
    /// <exception cref="ArgumentException">It has another length than <see cref="Dimensions"/>.</exception>
    ClassPrediction Classify(ReadOnlySpan<float> embedding);
}
