namespace Clip.Searching;

/// <summary>What photos and drawings show, in words: the names of groups where there are no captions to choose from.</summary>
internal static class GroupWords
{
    private const string Words = """
        people; a portrait; a woman; a man; children; a baby; a family; friends; a crowd; a couple; hands; a wedding;
        a birthday party; a concert; a dance; a parade; a meeting; a classroom; a graduation; sports; football;
        basketball; tennis; running; swimming; surfing; skiing; cycling; climbing; hiking; camping; fishing; yoga;
        dogs; cats; birds; parrots; ducks; horses; cows; sheep; pigs; goats; rabbits; deer; bears; lions; tigers;
        elephants; giraffes; zebras; monkeys; foxes; wolves; squirrels; mice; frogs; snakes; turtles; fish; sharks;
        whales; dolphins; insects; butterflies; bees; spiders; dragonflies; an aquarium; a zoo; a farm; a pet;
        flowers; roses; tulips; sunflowers; trees; a forest; leaves; grass; a garden; a park; mushrooms; cactuses;
        fruit; apples; oranges; bananas; berries; vegetables; food; a meal; breakfast; pizza; pasta; sushi; salad;
        soup; bread; cake; ice cream; chocolate; coffee; tea; wine; beer; a restaurant; a kitchen; a market;
        mountains; hills; valleys; a desert; a canyon; rocks; caves; a volcano; snow; ice; a glacier; a lake; a river;
        a waterfall; the sea; waves; a beach; an island; a coast; cliffs; underwater; the sky; clouds; a sunset;
        a sunrise; the night; stars; the moon; space; a planet; rain; fog; a storm; lightning; a rainbow; autumn;
        winter; spring; summer; a city; a skyline; skyscrapers; a street; traffic; a village; houses; a cottage;
        a castle; a church; a temple; a mosque; a tower; a lighthouse; a bridge; ruins; a statue; a fountain;
        a museum; a library; an office; a factory; a warehouse; a shop; a school; a hospital; an airport; a harbor;
        a railway station; a stadium; windows; doors; stairs; a roof; a wall; a fence; a path; a road; a tunnel;
        cars; a red car; trucks; buses; motorcycles; bicycles; trains; airplanes; helicopters; rockets; boats; ships;
        sailboats; a tractor; machines; tools; engines; robots; computers; phones; cameras; screens; keyboards;
        televisions; clocks; lamps; candles; fire; fireworks; furniture; a chair; a table; a bed; a sofa; a room;
        a bathroom; books; newspapers; letters; a map; a document; a receipt; a form; handwriting; text; numbers;
        a screenshot; a diagram; a chart; a logo; a sign; a poster; money; a toy; dolls; a game; cards; a puzzle;
        balloons; gifts; a Christmas tree; Halloween; Easter; clothes; shirts; dresses; shoes; hats; bags; jewelry;
        glasses; watches; fabric; a uniform; a costume; a mask; makeup; hair; tattoos; musical instruments; a guitar;
        a piano; drums; a violin; a painting; a drawing; a sketch; a cartoon; a comic; an icon; a pattern; a texture;
        graffiti; a sculpture; pottery; glass; metal; wood; stone; paper; abstract shapes; colors; lines; circles;
        black and white; a silhouette; shadows; reflections; a close-up; an aerial view; a landscape; a wallpaper;
        science; a laboratory; medicine; an X-ray; a microscope; soldiers; police; firefighters; a farmer; a worker;
        a chef; a doctor; a teacher; an athlete; a musician; an actor; a king; a knight; a monster; a dragon;
        a ghost; a skeleton; an angel; a hero; a vintage photo; a selfie; a group photo; an old building
        """;

    /// <summary>The words, each with its article where it needs one.</summary>
    public static IReadOnlyList<string> All { get; } =
        Words.Split([';', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
