namespace Clip;

/// <summary>One part of a query and its weight in the mix: a text, a picture or an embedding.</summary>
public abstract record QueryTerm
{
    private protected QueryTerm(double weight) => Weight = weight;

    /// <summary>The factor of the term's unit vector; negative to move away from it.</summary>
    public double Weight { get; init; }

    /// <summary>A text.</summary>
    /// <param name="text">The text, encoded as a query and not as a caption.</param>
    /// <param name="weight">The weight in the mix.</param>
    public static QueryTerm Text(string text, double weight = 1)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new TextTerm(text, weight);
    }

    /// <summary>A text whose embedding the caller has, such as one that was encoded together with others.</summary>
    /// <param name="text">The text, which still counts where pictures are ranked by words.</param>
    /// <param name="vector">Its embedding: a unit vector of the model's dimension.</param>
    /// <param name="weight">The weight in the mix.</param>
    public static QueryTerm Text(string text, ReadOnlyMemory<float> vector, double weight = 1)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new TextTerm(text, weight) { Embedding = vector };
    }

    /// <summary>A picture.</summary>
    /// <param name="picture">Where it comes from.</param>
    /// <param name="weight">The weight in the mix.</param>
    public static QueryTerm Picture(PictureSource picture, double weight = 1)
    {
        ArgumentNullException.ThrowIfNull(picture);
        return new PictureTerm(picture, weight);
    }

    /// <summary>An embedding that the caller has.</summary>
    /// <param name="vector">A unit vector of the model's dimension.</param>
    /// <param name="weight">The weight in the mix.</param>
    public static QueryTerm Vector(ReadOnlyMemory<float> vector, double weight = 1) => new VectorTerm(vector, weight);
}

/// <summary>A text as part of a query.</summary>
internal sealed record TextTerm : QueryTerm
{
    internal TextTerm(string value, double weight)
        : base(weight) => Value = value;

    /// <summary>The text.</summary>
    public string Value { get; }

    /// <summary>Its embedding where the caller has it; null to encode the text.</summary>
    public ReadOnlyMemory<float>? Embedding { get; internal init; }
}

/// <summary>A picture as part of a query.</summary>
internal sealed record PictureTerm : QueryTerm
{
    internal PictureTerm(PictureSource source, double weight)
        : base(weight) => Source = source;

    /// <summary>Where the picture comes from.</summary>
    public PictureSource Source { get; }
}

/// <summary>An embedding as part of a query.</summary>
internal sealed record VectorTerm : QueryTerm
{
    internal VectorTerm(ReadOnlyMemory<float> value, double weight)
        : base(weight) => Value = value;

    /// <summary>A unit vector of the model's dimension.</summary>
    public ReadOnlyMemory<float> Value { get; }
}
