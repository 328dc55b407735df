using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Clip.Tests.Architecture;

/// <summary>A type that uses another assembly.</summary>
internal readonly record struct AssemblyUse(string Namespace, string Type, string Assembly);

/// <summary>
/// Reads from a compiled assembly which of its types use which other assemblies, in the same places as
/// <see cref="CompiledReferences"/>.
/// </summary>
internal sealed class PackageReferences
{
    private readonly MetadataReader _metadata;
    private readonly PEReader _file;
    private readonly HashSet<AssemblyUse> _found = [];
    private readonly SignatureAssemblies _signatures = new();

    private PackageReferences(PEReader file)
    {
        _file = file;
        _metadata = file.GetMetadataReader();
    }

    /// <summary>All uses of other assemblies by an assembly's types.</summary>
    public static IReadOnlySet<AssemblyUse> Read(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        var references = new PackageReferences(file);
        foreach (var handle in references._metadata.TypeDefinitions)
            references.ReadType(handle);
        return references._found;
    }

    private void ReadType(TypeDefinitionHandle handle)
    {
        var type = _metadata.GetTypeDefinition(handle);
        var user = Outermost(handle);
        Add(user, Of(type.BaseType));
        foreach (var implementation in type.GetInterfaceImplementations())
            Add(user, Of(_metadata.GetInterfaceImplementation(implementation).Interface));
        foreach (var attribute in type.GetCustomAttributes())
            Add(user, Of(_metadata.GetCustomAttribute(attribute).Constructor));
        foreach (var field in type.GetFields())
            Add(user, _metadata.GetFieldDefinition(field).DecodeSignature(_signatures, null));
        foreach (var method in type.GetMethods())
            ReadMethod(user, _metadata.GetMethodDefinition(method));
    }

    private void ReadMethod(TypeDefinition user, MethodDefinition method)
    {
        Add(user, SignatureAssemblies.All(method.DecodeSignature(_signatures, null)));
        if (method.RelativeVirtualAddress == 0)
            return;
        var body = _file.GetMethodBody(method.RelativeVirtualAddress);
        foreach (var token in Instructions.Tokens(body.GetILContent()))
            Add(user, Of(token));
        if (body.LocalSignature.IsNil)
            return;
        var locals = _metadata.GetStandaloneSignature(body.LocalSignature);
        foreach (var local in locals.DecodeLocalSignature(_signatures, null))
            Add(user, local);
    }

    private void Add(TypeDefinition user, ImmutableArray<string> assemblies)
    {
        foreach (var assembly in assemblies)
        {
            var (space, name) = (_metadata.GetString(user.Namespace), _metadata.GetString(user.Name));
            _found.Add(new AssemblyUse(SourceFolders.NamespaceOf(space, name), name, assembly));
        }
    }

    /// <summary>The assemblies that a token of an instruction or a type refers to.</summary>
    private ImmutableArray<string> Of(Handle token)
    {
        if (token.IsNil)
            return [];
        switch (token.Kind)
        {
            case HandleKind.TypeReference:
                return _signatures.GetTypeFromReference(_metadata, (TypeReferenceHandle)token, 0);
            case HandleKind.TypeSpecification:
                var specification = _metadata.GetTypeSpecification((TypeSpecificationHandle)token);
                return specification.DecodeSignature(_signatures, null);
            case HandleKind.MemberReference:
                var member = _metadata.GetMemberReference((MemberReferenceHandle)token);
                var types = member.GetKind() == MemberReferenceKind.Method
                    ? SignatureAssemblies.All(member.DecodeMethodSignature(_signatures, null))
                    : member.DecodeFieldSignature(_signatures, null);
                return [.. Of(member.Parent), .. types];
            case HandleKind.MethodSpecification:
                var method = _metadata.GetMethodSpecification((MethodSpecificationHandle)token);
                var arguments = method.DecodeSignature(_signatures, null);
                return [.. Of(method.Method), .. arguments.SelectMany(static type => type)];
            default:
                return []; // definitions of this assembly
        }
    }

    private TypeDefinition Outermost(TypeDefinitionHandle handle)
    {
        var type = _metadata.GetTypeDefinition(handle);
        while (!type.GetDeclaringType().IsNil)
            type = _metadata.GetTypeDefinition(type.GetDeclaringType());
        return type;
    }
}
