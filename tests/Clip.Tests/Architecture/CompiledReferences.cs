using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Clip.Tests.Architecture;

/// <summary>One type of an assembly that uses another type of the same assembly.</summary>
internal readonly record struct TypeReference(string FromNamespace, string From, string ToNamespace, string To);

/// <summary>
/// Reads from a compiled assembly which of its types use which: in their base types, interfaces, members' signatures,
/// attributes, local variables and method bodies. Nested and generated types count as the type that contains them.
/// </summary>
internal sealed class CompiledReferences
{
    private readonly MetadataReader _metadata;
    private readonly PEReader _file;
    private readonly HashSet<TypeReference> _found = [];
    private readonly SignatureTypes _signatures = new();

    private CompiledReferences(PEReader file)
    {
        _file = file;
        _metadata = file.GetMetadataReader();
    }

    /// <summary>All references between types of one assembly.</summary>
    public static IReadOnlySet<TypeReference> Read(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        var references = new CompiledReferences(file);
        foreach (var handle in references._metadata.TypeDefinitions)
            references.ReadType(handle);
        return references._found;
    }

    /// <summary>All string literals of an assembly's code, with the type that they are used in.</summary>
    public static IReadOnlyList<(string Type, string Literal)> ReadLiterals(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        var references = new CompiledReferences(file);
        List<(string, string)> literals = [];
        foreach (var handle in references._metadata.TypeDefinitions)
        {
            var name = references.Outermost(handle).Name;
            foreach (var method in references._metadata.GetTypeDefinition(handle).GetMethods())
            {
                foreach (var token in references.Tokens(method))
                {
                    if (token.Kind == HandleKind.UserString)
                        literals.Add((name, references._metadata.GetUserString((UserStringHandle)token)));
                }
            }
        }
        return literals;
    }

    private void ReadType(TypeDefinitionHandle handle)
    {
        var type = _metadata.GetTypeDefinition(handle);
        var from = Outermost(handle);
        Note(from, type.BaseType);
        foreach (var implementation in type.GetInterfaceImplementations())
            Note(from, _metadata.GetInterfaceImplementation(implementation).Interface);
        Note(from, type.GetCustomAttributes());
        foreach (var field in type.GetFields())
            Note(from, _metadata.GetFieldDefinition(field).DecodeSignature(_signatures, null));
        foreach (var method in type.GetMethods())
            ReadMethod(from, method);
    }

    private void ReadMethod((string, string) from, MethodDefinitionHandle handle)
    {
        var method = _metadata.GetMethodDefinition(handle);
        var signature = method.DecodeSignature(_signatures, null);
        Note(from, signature.ReturnType);
        foreach (var parameter in signature.ParameterTypes)
            Note(from, parameter);
        Note(from, method.GetCustomAttributes());
        foreach (var token in Tokens(handle))
            Note(from, token);
        if (method.RelativeVirtualAddress == 0)
            return;
        var body = _file.GetMethodBody(method.RelativeVirtualAddress);
        if (!body.LocalSignature.IsNil)
        {
            var locals = _metadata.GetStandaloneSignature(body.LocalSignature);
            foreach (var local in locals.DecodeLocalSignature(_signatures, null))
                Note(from, local);
        }
    }

    /// <summary>Every token of a method's instructions.</summary>
    private IEnumerable<Handle> Tokens(MethodDefinitionHandle handle)
    {
        var method = _metadata.GetMethodDefinition(handle);
        return method.RelativeVirtualAddress == 0
            ? []
            : Instructions.Tokens(_file.GetMethodBody(method.RelativeVirtualAddress).GetILContent());
    }

    private void Note((string, string) from, CustomAttributeHandleCollection attributes)
    {
        foreach (var attribute in attributes)
            Note(from, _metadata.GetCustomAttribute(attribute).Constructor);
    }

    private void Note((string, string) from, ImmutableArray<TypeDefinitionHandle> types)
    {
        foreach (var type in types)
            Note(from, (Handle)type);
    }

    private void Note((string Namespace, string Name) from, Handle used)
    {
        if (used.IsNil)
            return;
        switch (used.Kind)
        {
            case HandleKind.TypeDefinition:
                var to = Outermost((TypeDefinitionHandle)used);
                if (to != from)
                    _found.Add(new TypeReference(from.Namespace, from.Name, to.Namespace, to.Name));
                break;
            case HandleKind.TypeSpecification:
                var specification = _metadata.GetTypeSpecification((TypeSpecificationHandle)used);
                Note(from, specification.DecodeSignature(_signatures, null));
                break;
            case HandleKind.MethodDefinition:
                Note(from, (Handle)_metadata.GetMethodDefinition((MethodDefinitionHandle)used).GetDeclaringType());
                break;
            case HandleKind.FieldDefinition:
                Note(from, (Handle)_metadata.GetFieldDefinition((FieldDefinitionHandle)used).GetDeclaringType());
                break;
            case HandleKind.MemberReference:
                Note(from, _metadata.GetMemberReference((MemberReferenceHandle)used).Parent);
                break;
            case HandleKind.MethodSpecification:
                var method = _metadata.GetMethodSpecification((MethodSpecificationHandle)used);
                Note(from, method.Method);
                foreach (var argument in method.DecodeSignature(_signatures, null))
                    Note(from, argument);
                break;
        }
    }

    private (string Namespace, string Name) Outermost(TypeDefinitionHandle handle)
    {
        var type = _metadata.GetTypeDefinition(handle);
        while (!type.GetDeclaringType().IsNil)
            type = _metadata.GetTypeDefinition(type.GetDeclaringType());
        var name = _metadata.GetString(type.Name);
        return (SourceFolders.NamespaceOf(_metadata.GetString(type.Namespace), name), name);
    }
}
