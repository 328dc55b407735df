namespace Clip.Searching;

/// <summary>
/// Everyday queries about many subjects, as a person might type them: single words, and sentences. What scores they get
/// in an index says what a score there means. They have nothing to do with any particular index.
/// </summary>
internal static class QueryBank
{
    /// <summary>A text of at most so many words is compared with words, a longer one with sentences.</summary>
    private const int MostWords = 3;

    private static readonly char[] Spaces = [' ', '\t', '\n', '\r', '\u3000'];

    /// <summary>How many queries there are of each form.</summary>
    public static int Count => Words.Count;

    /// <summary>Words, with and without an article.</summary>
    public static IReadOnlyList<string> Words { get; } = Split("""
        dog; a cat; a bird; a horse on a meadow; fish; an insect; a wild animal; a flower; tree; a forest; mountains;
        the sea; a beach; a lake; a river; snow; rain; clouds; sunset; night; a city; street; a house;
        an old building; a bridge; a church; a castle; a tower; a door; a window; a room; kitchen; a bedroom;
        a garden; a park; a field; farm; a car; truck; a train; a bus stop; an airplane; a ship; a bicycle;
        motorbike; a road; a sign; people; a man; a woman; a child; a baby; a crowd; a portrait; a smile; friends;
        a family; a wedding; a party; concert; a football game; a race; a dancer; a musician; a guitar; a piano;
        a violin; a book; a letter; a poster; a painting; a drawing; a sculpture; a pattern; text; a chart;
        a screenshot; a computer; a phone; a camera; a machine; a tool; a robot; a toy; a doll; a ball; a chair;
        a table; a lamp; a clock; a bottle; a cup; a glass; food; a cake; bread; fruit; an apple; vegetables; meat;
        soup; coffee; ice; a dress; shoes; a hat; a coat; jewelry; a bag; an umbrella; glasses; a flag; fire; smoke;
        a candle; a rocket; the moon; a star; a planet; a desert; a cave; a waterfall; an island; a boat; a market;
        a shop; an office; a factory; a museum; a school
        """, ';');

    /// <summary>Sentences.</summary>
    public static IReadOnlyList<string> Sentences { get; } = Split("""
        a brown dog runs across a wet lawn
        a kitten plays with a ball of wool
        two birds sit on a telephone wire
        a horse looks over a wooden gate
        a fisherman shows his catch on a pier
        bees fly around a hive in an orchard
        a deer stands at the edge of a wood
        yellow flowers in a vase by the window
        a lonely tree on top of a hill
        fog between the trunks of tall trees
        a steep mountain wall in the morning light
        big waves roll towards the coast
        children build a castle of sand
        a calm lake mirrors the sky
        a canoe on a slow brown river
        footprints in fresh snow
        people hurry through the rain with their collars up
        dark clouds gather above the harbor
        the sky glows red behind the roofs
        street lamps shine on an empty square at night
        a busy avenue with shops and taxis
        a narrow alley with laundry between the houses
        a small house with a garden behind a hedge
        the ruins of an ancient temple
        a stone bridge over a creek
        the bell tower of a village church
        a castle on a rock above the valley
        an open door leads into a dark hall
        curtains move at an open window
        a living room with a sofa and plants
        a cook stirs a pot in a big kitchen
        a bed with a striped blanket
        a gardener waters tomatoes
        an old couple on a bench in the park
        a tractor on a dusty field
        a black car parked in front of a garage
        a truck loaded with logs
        passengers get off a train
        an airplane above the clouds
        a container ship leaves the port
        a row of bicycles at a station
        a motorbike leans in a curve
        a winding road through hills
        a wooden sign points to the left
        a group of hikers rests on a rock
        a man with a beard looks into the camera
        a young woman laughs with closed eyes
        a boy climbs over a wall
        a baby crawls on a carpet
        thousands of people fill a stadium
        an old man repairs a shoe
        three friends take a picture of themselves
        a family has breakfast on a terrace
        a bride throws her bouquet
        guests dance at a birthday party
        a band plays on an open-air stage
        players run after a ball on a muddy pitch
        runners cross the finishing line
        a dancer leaps into the air
        a street musician plays the accordion
        a guitar leans against an amplifier
        hands on the keys of a piano
        a stack of old books on a chair
        a page of printed text with a stamp
        a colorful poster on a brick wall
        an oil painting of a lady in a golden frame
        a pencil sketch of a tree
        a marble bust in a museum
        a pattern of blue and white tiles
        a chart with rising curves
        the screen of a phone with many icons
        a programmer in front of two monitors
        someone talks into a phone on the street
        a photographer kneels behind a tripod
        a worker welds a steel pipe
        a hammer and nails on a workbench
        a robot arm in a factory
        a wooden train on the floor of a nursery
        a doll with a blue dress
        a red ball in green grass
        an empty chair beside a table
        a lamp with a paper shade
        a pocket watch on a chain
        bottles on the shelf of a bar
        a cup of tea with a slice of lemon
        glasses of juice on a tray
        a plate of rice with vegetables
        a chocolate cake with cherries
        fresh bread in a basket
        a bowl full of oranges
        apples on a branch
        carrots and onions on a cutting board
        a steak on a grill
        hot soup with noodles
        coffee beans pour out of a sack
        an ice cube in a glass
        a silk dress in a shop window
        muddy boots beside a door
        a straw hat on the sand
        a fur coat on a mannequin
        a necklace with green stones
        a leather bag on a bench
        a yellow umbrella in a gray crowd
        a pair of reading glasses on a newspaper
        flags wave before a palace
        a campfire below the stars
        smoke rises from a chimney
        candles on an altar
        a satellite dish on a roof
        the moon behind thin clouds
        the night sky over a tent
        a space probe near a planet
        a camel rests in the desert
        a cave with long stalactites
        water falls over a high cliff
        a small island in a blue lagoon
        boats lie in a quiet harbor
        spices at a market stall
        a customer pays at a counter
        an office with empty desks
        workers in a textile factory
        visitors look at a dinosaur skeleton
        a teacher writes on a blackboard
        a nurse pushes a wheelchair
        soldiers march in a parade
        a doctor looks at an X-ray
        a waiter carries four plates
        a child in a costume with wings
        a mask with feathers
        an anchor on a wall of stone
        """, '\n');

    /// <summary>
    /// The queries of the form of a text: scores of words and of sentences are distributed differently.
    /// </summary>
    public static IReadOnlyList<string> Like(string text) =>
        text.Split(Spaces, StringSplitOptions.RemoveEmptyEntries).Length <= MostWords ? Words : Sentences;

    private static string[] Split(string text, char separator) => text.Split(
        separator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
