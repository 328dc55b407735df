namespace Clip;

public sealed partial class PictureSearch
{
    /// <summary>The model that queries are encoded with.</summary>
    internal ClipModel Model => _model;

    /// <summary>The stored unit vector of a picture that was found; empty if the index has lost it since.</summary>
    internal ReadOnlyMemory<float> ReadVector(FoundPicture picture)
    {
        var vector = new float[_model.Dimensions];
        var index = Array.Find(_indexes, index => index.Folder.Location == picture.Location);
        return index?.Open().ReadVector(picture.Entry, vector) == true ? vector : default(ReadOnlyMemory<float>);
    }
}
