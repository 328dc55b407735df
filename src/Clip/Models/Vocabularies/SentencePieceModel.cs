using System.Buffers.Binary;
using Clip.Models.Onnx;

namespace Clip.Models.Vocabularies;

/// <summary>What a piece of a SentencePiece model is, with the numbers of its format.</summary>
internal enum PieceType
{
    Normal = 1,
    Unknown = 2,
    Control = 3,
    UserDefined = 4,
    Unused = 5,
    Byte = 6,
}

/// <summary>A token of a SentencePiece model.</summary>
internal readonly record struct SentencePiece(string Text, float Score, PieceType Type);

/// <summary>
/// A model of SentencePiece: a protocol buffer with the pieces, how it was trained, and how texts are normalized.
/// Source: sentencepiece_model.proto of SentencePiece.
/// </summary>
internal sealed class SentencePieceModel
{
    private const int MaxPieces = 4 << 20;

    /// <summary>In bytes. Trainers limit pieces to some tens of characters; time grows with the longest piece.</summary>
    private const int MaxPieceLength = 512;

    private SentencePieceModel()
    {
    }

    public List<SentencePiece> Pieces { get; } = [];

    /// <summary>Whether the pieces are merged pair by pair; otherwise the model is a unigram model.</summary>
    public bool IsBpe { get; private set; }

    /// <summary>SentencePiece's compiled character map; empty where the model has none.</summary>
    public byte[] CharacterMap { get; private set; } = [];

    /// <summary>The name of the normalization rule, such as <c>nmt_nfkc</c>; empty where it is not stated.</summary>
    public string NormalizerName { get; private set; } = "";

    /// <summary>Whether a text begins with a space.</summary>
    public bool AddsDummyPrefix { get; private set; } = true;

    /// <summary>Reads a model.</summary>
    /// <param name="content">The file's content.</param>
    /// <param name="path">The file, for errors.</param>
    /// <exception cref="ModelException">It is not a model of SentencePiece, or of a kind that is not supported.</exception>
    public static SentencePieceModel Read(ReadOnlySpan<byte> content, string path)
    {
        var model = new SentencePieceModel();
        try
        {
            model.Read(content);
        }
        catch (InvalidDataException error)
        {
            throw Damaged(path, error.Message, error);
        }

        return model.Pieces.Count > 0 ? model : throw Damaged(path, "no pieces");
    }

    private static ModelException Damaged(string path, string problem, Exception? cause = null) =>
        new(path, $"is not a model of SentencePiece ({problem})", "download the file again", cause);

    private void Read(ReadOnlySpan<byte> content)
    {
        var message = new ProtobufReader(content);
        while (message.Next())
        {
            switch (message.Field, message.WireType)
            {
                case (1, 2):
                    if (Pieces.Count == MaxPieces)
                        throw new InvalidDataException("more pieces than any model has");
                    Pieces.Add(ReadPiece(message.ReadBytes()));
                    break;
                case (2, 2):
                    ReadTrainer(message.ReadBytes());
                    break;
                case (3, 2):
                    ReadNormalizer(message.ReadBytes());
                    break;
                default:
                    message.Skip();
                    break;
            }
        }
    }

    private static SentencePiece ReadPiece(ReadOnlySpan<byte> content)
    {
        var (text, score, type) = ("", 0f, PieceType.Normal);
        var message = new ProtobufReader(content);
        while (message.Next())
        {
            switch (message.Field, message.WireType)
            {
                case (1, 2):
                    var utf8 = message.ReadBytes();
                    if (utf8.Length > MaxPieceLength || !System.Text.Unicode.Utf8.IsValid(utf8))
                        throw new InvalidDataException("a piece that is no text");
                    text = System.Text.Encoding.UTF8.GetString(utf8);
                    break;
                case (2, 5):
                    score = BinaryPrimitives.ReadSingleLittleEndian(message.ReadFixed32());
                    break;
                case (3, 0):
                    type = (PieceType)Math.Min(message.ReadVarint(), byte.MaxValue);
                    break;
                default:
                    message.Skip();
                    break;
            }
        }

        return float.IsFinite(score)
            ? new SentencePiece(text, score, type)
            : throw new InvalidDataException($"the piece '{text}' has no finite score");
    }

    private void ReadTrainer(ReadOnlySpan<byte> content)
    {
        var message = new ProtobufReader(content);
        while (message.Next())
        {
            if ((message.Field, message.WireType) != (3, 0))
            {
                message.Skip();
                continue;
            }

            IsBpe = message.ReadVarint() switch
            {
                1 => false,
                2 => true,
                _ => throw new InvalidDataException("words or characters instead of pieces"),
            };
        }
    }

    private void ReadNormalizer(ReadOnlySpan<byte> content)
    {
        var message = new ProtobufReader(content);
        while (message.Next())
        {
            switch (message.Field, message.WireType)
            {
                case (1, 2):
                    NormalizerName = message.ReadText();
                    break;
                case (2, 2):
                    CharacterMap = message.ReadBytes().ToArray();
                    break;
                case (3, 0):
                    AddsDummyPrefix = message.ReadVarint() != 0;
                    break;
                default:
                    message.Skip();
                    break;
            }
        }
    }
}
