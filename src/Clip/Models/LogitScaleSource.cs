namespace Clip;

/// <summary>Where a model's logit scale comes from.</summary>
public enum LogitScaleSource
{
    /// <summary>config.json states it, as <c>logit_scale</c> and <c>logit_bias</c>.</summary>
    Configuration,

    /// <summary>The graph computes logits with it.</summary>
    Graph,

    /// <summary>No file contains it: it is the usual one of the family.</summary>
    Assumed,
}
