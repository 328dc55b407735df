namespace Clip;

/// <summary>Classifies single pictures with a model.</summary>
public static class ModelClassification
{
    extension(ClipModel model)
    {
        /// <summary>
        /// The class of a picture by labels alone. For many pictures, make a <see cref="ZeroShotClassifier"/> once.
        /// </summary>
        /// <param name="picture">The path of the picture, which is decoded exactly.</param>
        /// <param name="labels">The labels, at least one, each once.</param>
        /// <param name="cancellationToken">Stops the work.</param>
        /// <exception cref="PictureException">The picture cannot be read.</exception>
        /// <exception cref="ClassificationException">A label is missing, empty or twice.</exception>
        /// <exception cref="ModelException">The model cannot be loaded or run.</exception>
        public ClassPrediction Classify(
            string picture, IReadOnlyList<string> labels, CancellationToken cancellationToken = default)
        {
            ArgumentNullException.ThrowIfNull(model);
            ArgumentNullException.ThrowIfNull(picture);
            var classifier = ZeroShotClassifier.Create(model, labels, null, cancellationToken);
            return classifier.Classify(model.Image.Encode(picture, cancellationToken));
        }
    }
}
