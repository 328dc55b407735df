namespace Clip;

/// <summary>A picture and its class.</summary>
/// <param name="Picture">Its path, its address or the name that it was given.</param>
/// <param name="Prediction">Its class; null where the picture cannot be read.</param>
/// <param name="Error">Why it cannot be read; null where it can.</param>
public sealed record ClassifiedPicture(string Picture, ClassPrediction? Prediction, ClipException? Error = null);
