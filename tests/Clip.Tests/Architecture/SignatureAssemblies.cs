using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace Clip.Tests.Architecture;

/// <summary>Collects the other assemblies whose types a signature names, at any depth of generic arguments.</summary>
internal sealed class SignatureAssemblies : ISignatureTypeProvider<ImmutableArray<string>, object?>
{
    /// <summary>The assemblies of a method's result and parameters.</summary>
    public static ImmutableArray<string> All(MethodSignature<ImmutableArray<string>> signature) =>
        [.. signature.ReturnType, .. signature.ParameterTypes.SelectMany(static parameter => parameter)];

    public ImmutableArray<string> GetTypeFromReference(
        MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind)
    {
        var scope = reader.GetTypeReference(handle).ResolutionScope;
        return scope.Kind switch
        {
            HandleKind.TypeReference => GetTypeFromReference(reader, (TypeReferenceHandle)scope, rawTypeKind),
            HandleKind.AssemblyReference =>
                [reader.GetString(reader.GetAssemblyReference((AssemblyReferenceHandle)scope).Name)],
            _ => [],
        };
    }

    public ImmutableArray<string> GetTypeFromSpecification(
        MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

    public ImmutableArray<string> GetGenericInstantiation(
        ImmutableArray<string> genericType, ImmutableArray<ImmutableArray<string>> typeArguments) =>
        [.. genericType, .. typeArguments.SelectMany(static argument => argument)];

    public ImmutableArray<string> GetFunctionPointerType(MethodSignature<ImmutableArray<string>> signature) =>
        All(signature);

    public ImmutableArray<string> GetModifiedType(
        ImmutableArray<string> modifier, ImmutableArray<string> unmodifiedType, bool isRequired) =>
        [.. modifier, .. unmodifiedType];

    public ImmutableArray<string> GetTypeFromDefinition(
        MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => [];

    public ImmutableArray<string> GetArrayType(ImmutableArray<string> elementType, ArrayShape shape) => elementType;

    public ImmutableArray<string> GetByReferenceType(ImmutableArray<string> elementType) => elementType;

    public ImmutableArray<string> GetPointerType(ImmutableArray<string> elementType) => elementType;

    public ImmutableArray<string> GetPinnedType(ImmutableArray<string> elementType) => elementType;

    public ImmutableArray<string> GetSZArrayType(ImmutableArray<string> elementType) => elementType;

    public ImmutableArray<string> GetGenericMethodParameter(object? genericContext, int index) => [];

    public ImmutableArray<string> GetGenericTypeParameter(object? genericContext, int index) => [];

    public ImmutableArray<string> GetPrimitiveType(PrimitiveTypeCode typeCode) => [];
}
