using System.Collections.Immutable;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace Clip.Tests.Architecture;

/// <summary>Walks the instructions of a method body.</summary>
internal static class Instructions
{
    private static readonly Dictionary<int, OpCode> Known = typeof(OpCodes).GetFields()
        .Select(static field => (OpCode)field.GetValue(null)!)
        .ToDictionary(static code => code.Value & 0xFFFF);

    /// <summary>The metadata tokens that the instructions refer to, in their order.</summary>
    public static IEnumerable<Handle> Tokens(ImmutableArray<byte> body)
    {
        for (var at = 0; at < body.Length;)
        {
            int value = body[at++];
            if (value == 0xFE)
                value = 0xFE00 | body[at++];
            var code = Known[value];
            switch (code.OperandType)
            {
                case OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok
                    or OperandType.InlineType or OperandType.InlineString:
                    yield return MetadataTokens.Handle(BitConverter.ToInt32(body.AsSpan(at, 4)));
                    at += 4;
                    break;
                case OperandType.InlineSwitch:
                    at += 4 + 4 * BitConverter.ToInt32(body.AsSpan(at, 4));
                    break;
                default:
                    at += Size(code.OperandType);
                    break;
            }
        }
    }

    private static int Size(OperandType operand) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        _ => 4,
    };
}
