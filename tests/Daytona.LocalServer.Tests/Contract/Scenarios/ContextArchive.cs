using System.Formats.Tar;
using System.Text;

namespace Daytona.Local.Tests.Contract.Scenarios;

/// <summary>A build context with files that hold their own names.</summary>
internal static class ContextArchive
{
    public static byte[] Make(params string[] files)
    {
        using var stream = new MemoryStream();
        using (var writer = new TarWriter(stream, TarEntryFormat.Pax, leaveOpen: true))
        {
            foreach (string file in files)
            {
                var content = new MemoryStream(Encoding.UTF8.GetBytes(file));
                writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, file) { DataStream = content });
            }
        }

        return stream.ToArray();
    }
}
